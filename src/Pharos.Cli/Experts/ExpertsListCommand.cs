using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;

namespace Pharos.Cli.Experts;

/// <summary><c>experts list</c>: who is there, how they do, the best first.</summary>
internal sealed class ExpertsListCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Option<string?> _kind = new("--kind") { Description = "Only who takes this kind of task, for example judge", HelpName = "KIND" };
    private readonly Option<string?> _capability = new("--capability") { Description = "Only who is good at this", HelpName = "NAME" };
    private readonly Option<string?> _state = new("--state") { Description = "available, busy, away or suspended", HelpName = "STATE" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List experts with their scores", "pharos experts list", "pharos experts list --kind judge --capability security --json") { _kind, _capability, _state };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var query = new[] { ("kind", call.Value(_kind)), ("capability", call.Value(_capability)), ("state", call.Value(_state)) }
            .Where(pair => !string.IsNullOrEmpty(pair.Item2)).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}");
        var reply = await connection.SendAsync(HttpMethod.Get, $"/api/experts?{string.Join('&', query)}", null, cancellationToken);
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var experts = reply.Body.ItemsOf("items").ToList();
        if (experts.Count == 0)
        {
            call.Error.WriteLine("There is no such expert. One registers by POST /api/experts, or: pharos experts register --id NAME --kinds judge");
            return ExitCode.Ok;
        }

        ReviewOutput.Write(call, [ExpertLines.Head(ReviewOutput.Columns), .. experts.Select(expert => ExpertLines.Row(expert, ReviewOutput.Columns))]);
        return ExitCode.Ok;
    }
}
