using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;

namespace Pharos.Cli.Logs;

/// <summary><c>log archive</c>: moves the payloads of old events into segment files.</summary>
internal sealed class LogArchiveCommand : ICommandSpecification
{
    private readonly Option<string> _before = new("--before")
    {
        Description = "What is older may go: an age such as 90d, a time such as 2026-11-21T00:00:00Z, or a position",
        HelpName = "AGE|TIME|POSITION",
        Required = true,
    };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "archive",
            "Move payloads of old events into segment files (archive/ in the data directory) that verify alone. The events keep their places, and the chain still verifies",
            "pharos log archive --before 90d",
            "pharos log archive --before 2026-08-01T00:00:00Z --json")
        {
            _before,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ArchiveAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ArchiveAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var body = RegoObject.Of(("before", RegoString.Of(call.Value(_before)!)));
        var segments = new List<RegoValue>();
        for (var hasMore = true; hasMore;)
        {
            var reply = await connection.SendAsync(HttpMethod.Post, "/api/events/archive", body, cancellationToken);
            if (!reply.IsOk)
            {
                return call.Fail(reply.Code, reply.Message);
            }

            hasMore = reply.Text("more") == "true";
            if (reply.Text("file") is { } file)
            {
                segments.Add(reply.Body);
                call.Error.WriteLine($"{file}: {reply.Text("payloads")} payloads of the events {reply.Text("first")} to {reply.Text("last")}, {reply.Text("bytes")} bytes");
            }
        }

        call.Output.WriteLine(
            call.IsJson ? RegoObject.Of(("segments", RegoArray.From([.. segments]))).ToJson()
            : segments.Count == 0 ? "Nothing is old enough."
            : $"{segments.Count} segment(s) written to {call.Data.Archive}. Back them up: they hold what the log no longer does.");
        return ExitCode.Ok;
    }
}
