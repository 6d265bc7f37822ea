using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Cli.Logs;

/// <summary><c>log verify</c>: recomputes the chain from the files, without the server's help and without writing anything.</summary>
internal sealed class LogVerifyCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "verify",
            "Recompute the hash chain and compare it with heads.log. Writes nothing; a server may be running. Exit status 1 when anything was changed",
            "pharos log verify",
            "pharos log verify --data /srv/pharos --json");
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!File.Exists(call.Data.Log))
        {
            return call.Fail("log.missing", $"There is no log at {call.Data.Log}.");
        }

        var file = new SqliteLogFile(call.Data.Log);
        var heads = new HeadsCheck(file.HeadsPath);
        var started = call.Clock.GetTimestamp();
        var reported = started;
        var progress = new CallbackProgress(position =>
        {
            if (call.Clock.GetElapsedTime(reported) > TimeSpan.FromSeconds(1))
            {
                reported = call.Clock.GetTimestamp();
                call.Error.WriteLine($"{position} events …");
            }
        });
        try
        {
            var report = await ChainVerifier.VerifyAsync(heads.WatchAsync(file.ReadAllAsync(cancellationToken), cancellationToken), progress, cancellationToken);
            return Print(call, report with { Break = report.Break ?? heads.Break }, heads.Compared, call.Clock.GetElapsedTime(started));
        }
        catch (EventLogUnavailableException problem)
        {
            return call.Fail(problem.Code, problem.Message);
        }
    }

    private static int Print(CommandCall call, ChainReport report, long heads, TimeSpan time)
    {
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("valid", report.Break is null);
                json.WriteNumber("events", report.Events);
                json.WriteNumber("head", report.Head.Value);
                json.WriteString("hash", report.Hash.ToString());
                json.WriteNumber("heads", heads);
                if (report.Break is { } broken)
                {
                    json.WriteStartObject("break");
                    json.WriteNumber("position", broken.Position.Value);
                    json.WriteString("kind", broken.Kind.ToString());
                    json.WriteString("message", broken.Message);
                    json.WriteEndObject();
                }
                else
                {
                    json.WriteNull("break");
                }

                json.WriteNumber("milliseconds", (long)time.TotalMilliseconds);
                json.WriteEndObject();
            });
        }
        else if (report.Break is null)
        {
            call.Output.WriteLine($"The chain holds: {report.Events} events, {heads} heads compared, in {time.TotalSeconds:0.0} s. Hash at {report.Head}: {report.Hash}");
        }
        else
        {
            call.Output.WriteLine($"BROKEN at position {report.Break.Position}: {report.Break.Message}");
            call.Output.WriteLine($"Everything up to {report.Head} fits.");
        }

        return report.Break is null ? ExitCode.Ok : ExitCode.Failed;
    }

    private sealed class CallbackProgress(Action<Position> callback) : IProgress<Position>
    {
        public void Report(Position value) => callback(value);
    }
}
