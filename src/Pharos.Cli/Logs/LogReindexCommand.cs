using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Logs;

/// <summary><c>log reindex</c>: throws the query index away and makes it anew from the log.</summary>
internal sealed class LogReindexCommand : ICommandSpecification
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "reindex",
            "Make the query index anew from the log, for example when a search misses something. A server may be running; its searches wait meanwhile, its decisions do not",
            "pharos log reindex",
            "pharos log reindex --data /srv/pharos --json");
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return ServerCommand.RunAsync(call, connection => ReindexAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ReindexAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var started = call.Clock.GetTimestamp();
        var reply = await connection.SendAsync(HttpMethod.Post, "/api/events/reindex", null, cancellationToken);
        var head = Number(reply, "head");
        using var timer = new PeriodicTimer(PollEvery, call.Clock);
        while (reply.IsOk && reply.Text("problem") is null or "null" && Number(reply, "position") < head)
        {
            call.Error.WriteLine($"{reply.Text("position")} of {head} events …");
            await timer.WaitForNextTickAsync(cancellationToken);
            reply = await connection.SendAsync(HttpMethod.Get, "/api/events/index", null, cancellationToken);
        }

        if (!reply.IsOk)
        {
            return call.Fail(reply.Code, reply.Message);
        }

        if (reply.Text("problem") is { } problem and not "null")
        {
            return call.Fail("index.failing", problem);
        }

        var time = call.Clock.GetElapsedTime(started);
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("position", Number(reply, "position"));
                json.WriteNumber("milliseconds", (long)time.TotalMilliseconds);
                json.WriteEndObject();
            });
        }
        else
        {
            call.Output.WriteLine($"Indexed {head} events in {time.TotalSeconds:0.0} s.");
        }

        return ExitCode.Ok;
    }

    private static long Number(ServerReply reply, string name) => long.TryParse(reply.Text(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
