using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Pins;

/// <summary><c>mcp pins approve</c> and <c>mcp pins forget</c>.</summary>
internal sealed class PinsSayCommand(ReviewAccess access, string word, string description, string example) : ICommandSpecification
{
    private readonly Argument<string> _tool = new("TOOL") { Description = "Its id or the end of it, or the tool's name" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(word, description, example) { _tool, _reason };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => SayAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> SayAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (entry, problem) = await PinEntry.FindAsync(connection, call.Value(_tool)!, cancellationToken);
        if (entry is null)
        {
            return call.Fail(problem!.Code, problem.Message);
        }

        // With the hash, so that it is about what was looked at and not about what the server says meanwhile.
        var body = RegoObject.Of(("hash", RegoString.Of(entry.TextOf("hash") ?? "")), ("reason", call.Value(_reason) is { } reason ? RegoString.Of(reason) : RegoNull.Instance));
        var reply = await connection.SendAsync(HttpMethod.Post, $"/api/definitions/{entry.TextOf("id")}/{word}", body, cancellationToken);
        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        call.Output.WriteLine(call.IsJson ? reply.Body.ToJson() : VisibleText.Of($"{(word == "approve" ? "approved" : "forgotten")}: mcp__{entry.TextOf("server")}__{entry.TextOf("tool")}"));
        return ExitCode.Ok;
    }
}
