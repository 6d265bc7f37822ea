using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Mcp.Pins;

/// <summary><c>mcp pins approve</c> and <c>mcp pins forget</c>.</summary>
internal sealed class PinsSayCommand(ReviewAccess access, string word, string description, params string[] examples) : ICommandSpecification
{
    private readonly Argument<string[]> _tools = new("TOOL") { Description = "Their ids or the ends of them, or the tools' names", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _server = new("--server") { Description = "Instead: everything of this server that waits for somebody", HelpName = "NAME" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(word, description, examples) { _tools, _server, _reason };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => SayAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> SayAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var (names, server) = (call.Value(_tools) ?? [], call.Value(_server));
        if ((names.Length == 0) == (server is null))
        {
            return call.Misuse("Name tools, or a server with --server, and not both.");
        }

        var (entries, problem) = server is null ? await PinEntry.FindAllAsync(connection, names, cancellationToken) : await PinEntry.WaitingAsync(connection, server, cancellationToken);
        if (entries is null)
        {
            return call.Fail(problem!.Code, problem.Message);
        }

        foreach (var entry in entries)
        {
            // With the hash, so that it is about what was looked at and not about what the server says meanwhile.
            var body = RegoObject.Of(("hash", RegoString.Of(entry.TextOf("hash") ?? "")), ("reason", call.Value(_reason) is { } reason ? RegoString.Of(reason) : RegoNull.Instance));
            var reply = await connection.SendAsync(HttpMethod.Post, $"/api/definitions/{entry.TextOf("id")}/{word}", body, cancellationToken);
            if (!reply.IsOk)
            {
                return call.Fail(reply.Code, reply.Message);
            }

            call.Output.WriteLine(call.IsJson ? reply.Body.ToJson() : VisibleText.Of($"{(word == "approve" ? "approved" : "forgotten")}: mcp__{entry.TextOf("server")}__{entry.TextOf("tool")}"));
        }

        return ExitCode.Ok;
    }
}
