using System.CommandLine;
using Pharos.Cli.Invocation;
using Spectre.Console;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook test</c>: sends every documented call through the installed hook, as its agent would, and compares the answers.</summary>
internal sealed class HookTestCommand(IReadOnlyList<IAgentHooks> agents) : ICommandSpecification
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(HookCommandLine.TimeoutSeconds);

    private readonly HookOptions _options = new(agents);

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "test",
            "Send a real payload of every documented tool and event through the installed hook. Nothing is executed; the decisions are recorded.",
            "pharos hook test claude-code",
            "pharos hook test claude-code --json | jq '.results[] | select(.ok | not)'");
        _options.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(new CommandCall(parse, common), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (target, subject, misuse) = _options.Read(call);
        if (target is null)
        {
            return call.Misuse(misuse!);
        }

        var project = target.Project ?? Directory.GetCurrentDirectory();
        var session = $"pharos-hook-test-{Guid.CreateVersion7(call.Clock.GetUtcNow())}";
        var results = new List<Result>();
        foreach (var payload in target.Agent.Payloads(project, isRegistered: target.Project is not null))
        {
            var line = target.Agent.EntryOf(payload.Event, HookShim.PathIn(call.Data.Root), subject).Command;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            HookRun run;
            try
            {
                run = await HookRun.StartAsync(line, target.Agent.TextOf(payload, results.Count, session, project), call.Clock, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                run = new HookRun(-1, "", "no answer in time", Patience);
            }

            results.Add(new Result(payload, run));
        }

        var isOk = results.TrueForAll(result => result.IsOk);
        if (call.IsJson)
        {
            WriteJson(call, results, isOk);
        }
        else
        {
            Print(call, results);
        }

        return isOk ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void WriteJson(CommandCall call, List<Result> results, bool isOk) => call.WriteJson(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", isOk);
        json.WriteNumber("p50Milliseconds", Median(results));
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("event", result.Payload.Event);
            json.WriteString("tool", result.Payload.Tool);
            json.WriteString("what", result.Payload.What);
            json.WriteString("expected", result.Payload.Expected);
            json.WriteString("answer", result.Run.Decision);
            json.WriteBoolean("ok", result.IsOk);
            json.WriteNumber("milliseconds", Math.Round(result.Run.Elapsed.TotalMilliseconds, 2));
            json.WriteString("output", result.Run.Output.Trim());
            json.WriteString("error", result.Run.Error.Trim());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Print(CommandCall call, List<Result> results)
    {
        var table = new Table().AddColumns("", "event", "tool", "what", "expected", "answer", "ms");
        foreach (var result in results)
        {
            table.AddRow(
                result.IsOk ? "ok" : "NOT OK",
                result.Payload.Event,
                result.Payload.Tool ?? "",
                result.Payload.What.EscapeMarkup(),
                result.Payload.Expected,
                result.Run.Decision,
                result.Run.Elapsed.TotalMilliseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
        }

        call.WriteTable(table);
        var bad = results.Count(result => !result.IsOk);
        call.Output.WriteLine($"{results.Count} calls, {bad} not as expected, median {Median(results):0.0} ms.");
        if (results.Find(result => !result.IsOk && result.Run.Error.Length > 0) is { } first)
        {
            call.Output.WriteLine(first.Run.Error.Trim());
        }
    }

    private static double Median(List<Result> results) =>
        Math.Round(results.Select(result => result.Run.Elapsed.TotalMilliseconds).Order().ElementAt(results.Count / 2), 2);

    private sealed record Result(DocumentedPayload Payload, HookRun Run)
    {
        /// <summary>A deny by the shim itself (exit 2) is no answer of the gate, so it does not count as one.</summary>
        public bool IsOk => Run.ExitStatus == 0 && Payload.Expected switch
        {
            "decided" => Run.Decision is "allow" or "ask" or "deny" or "none",
            var expected => Run.Decision == expected,
        };
    }
}
