using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Experts;

/// <summary><c>experts register</c>: registers an expert and prints its key, which is said only once.</summary>
internal sealed class ExpertsRegisterCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly ExpertKey _key = new();
    private readonly Option<string?> _id = new("--id") { Description = "The expert: the subject of a token (default: the token's own)", HelpName = "ID" };
    private readonly Option<string?> _kinds = new("--kinds") { Description = "The kinds of tasks it takes, with commas: judge, work, …", HelpName = "KINDS", Required = true };
    private readonly Option<string?> _capabilities = new("--capabilities") { Description = "What it is good at, with commas", HelpName = "NAMES" };
    private readonly Option<string?> _workspaces = new("--workspaces") { Description = "Where it works, as absolute paths with commas (default: everywhere)", HelpName = "PATHS" };
    private readonly Option<int> _capacity = new("--capacity") { Description = "How many tasks it takes at a time (1 to 32)", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<double> _cost = new("--cost") { Description = "What a task costs with it, compared with others", HelpName = "N" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "register",
            "Register an expert, or anew with another key; prints the key alone",
            "pharos experts register --id sec-1 --kinds judge --capabilities security,sql > sec-1.key",
            "pharos experts register --kinds work --token-file mine.token > mine.key",
            "pharos experts register --kinds work --token-file mine.token --key-file mine.key > next.key")
        {
            _id, _kinds, _capabilities, _workspaces, _capacity, _cost,
        };
        _key.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return _key.RunAsync(call, access, connection => RegisterAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> RegisterAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var body = new RegoObject.Builder();
        if (call.Value(_id) is { } id)
        {
            body.Set("id", RegoString.Of(id));
        }

        foreach (var (name, text) in new[] { ("kinds", call.Value(_kinds)), ("capabilities", call.Value(_capabilities)), ("workspaces", call.Value(_workspaces)) })
        {
            if (text is not null)
            {
                body.Set(name, RegoArray.Of([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(RegoString.Of)]));
            }
        }

        body.Set("capacity", RegoNumber.Of(call.Value(_capacity)));
        body.Set("cost", RegoNumber.Of(call.Value(_cost)));
        var reply = await connection.SendAsync(HttpMethod.Post, "/api/experts", body.Build(), cancellationToken);
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var expert = reply.Body.ObjectOf("expert");
        call.Error.WriteLine(VisibleText.Of($"{expert.TextOf("id")} is registered with key {expert.TextOf("generation")}, which is not said again. It signs its requests with it and comes every {reply.Text("heartbeatSeconds")} s."));
        call.Output.WriteLine(reply.Text("key"));
        return ExitCode.Ok;
    }
}
