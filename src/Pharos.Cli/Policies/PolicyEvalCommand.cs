using System.CommandLine;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Partial;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary><c>policy eval</c>: ask a question of policies; prints what <c>opa eval</c> prints.</summary>
internal sealed class PolicyEvalCommand : ICommandSpecification
{
    private const int ProfiledExpressions = 10;

    private readonly PolicyEvalOptions _options = new();

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "eval",
            "Evaluate a query over policies and data",
            "pharos policy eval -d policies -i input.json 'data.pharos.gate.deny'",
            "pharos policy eval 'count([1, 2, 3])'",
            "pharos policy eval -d data.json -f raw 'data.users[_].name'",
            "pharos policy eval -d policies -i input.json -f pretty --explain fails 'data.example.allow'",
            "pharos policy eval -d policies --partial --unknowns input.user 'data.example.allow == true'");
        _options.AddTo(command);
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var started = call.Clock.GetTimestamp();
        var paths = call.Value(_options.Load)!;
        var sources = PolicyPaths.Load(paths.Length == 0 ? [PolicyPaths.Default] : paths);
        var compile = PolicyDialect.Options(call, _options.V0, _options.Experiments);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data, compile);
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        var input = call.Value(_options.StandardInput) ? PolicyPaths.ReadDocument("-") : call.Value(_options.Input) is { } file ? PolicyPaths.ReadDocument(file) : null;
        if (call.Value(_options.Partial))
        {
            return Partial(call, program, input, cancellationToken);
        }

        var trace = _options.Mode(call) is null ? null : new EvaluationTrace();
        var profile = call.Value(_options.Profile) ? new ProfileTrace(call.Clock) : null;
        var coverage = call.Value(_options.Coverage) ? new CoverageTrace() : null;
        Tracer[] tracers = [.. new Tracer?[] { trace, profile, coverage }.OfType<Tracer>()];
        program = tracers.Length == 0 ? program : program.Instrument();
        var (query, diagnostics) = PolicyQuery.Prepare(program, call.Value(_options.Query)!);
        if (query is null)
        {
            return PolicyDiagnostics.Report(call, diagnostics);
        }

        var compiled = call.Clock.GetTimestamp();
        var options = new EvaluationOptions { Clock = call.Clock, StrictErrors = call.Value(_options.Strict), Tracers = tracers, Print = call.Error.WriteLine };
        var (solutions, failed) = query.Evaluate(input, options, cancellationToken);
        var evaluated = call.Clock.GetElapsedTime(compiled);
        if (failed is not null)
        {
            return PolicyDiagnostics.Report(call, failed);
        }

        var report = new PolicyEvalReport(call.Value(_options.Query)!, solutions)
        {
            Events = trace?.Explain(_options.Mode(call)!.Value),
            Profile = profile?.Top(ProfiledExpressions),
            Coverage = coverage?.Report(program),
            Metrics = call.Value(_options.Metrics) ? Metrics(call.Clock.GetElapsedTime(started, compiled), evaluated) : null,
        };
        PolicyEvalText.Print(call, report, call.Value(_options.Format)!);
        return (solutions.Count == 0 && call.Value(_options.Fail)) || (solutions.Count > 0 && call.Value(_options.FailDefined)) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static IReadOnlyList<KeyValuePair<string, long>> Metrics(TimeSpan compiling, TimeSpan evaluating) =>
    [
        KeyValuePair.Create("timer_rego_module_compile_ns", (long)compiling.TotalNanoseconds),
        KeyValuePair.Create("timer_rego_query_eval_ns", (long)evaluating.TotalNanoseconds),
    ];

    private int Partial(CommandCall call, RegoProgram program, RegoValue? input, CancellationToken cancellationToken)
    {
        var unknowns = call.Value(_options.Unknowns)!;
        var request = new PartialRequest
        {
            Query = call.Value(_options.Query)!,
            Input = input,
            Unknowns = unknowns.Length == 0 ? ["input"] : unknowns,
            DisableInlining = call.Value(_options.DisableInlining)!,
            ShallowInlining = call.Value(_options.Shallow),
            Evaluation = new EvaluationOptions { Clock = call.Clock, StrictErrors = call.Value(_options.Strict) },
        };
        switch (program.Partial(request, cancellationToken))
        {
            case PartialOutcome.Rejected rejected:
                return PolicyDiagnostics.Report(call, rejected.Diagnostics);
            case PartialOutcome.Failed failed:
                return call.Fail(failed.Code, failed.Message);
            case PartialOutcome.Residual residual:
                Print(call, residual);
                return residual.Queries.Count == 0 && call.Value(_options.Fail) ? ExitCode.Failed : ExitCode.Ok;
            default:
                throw new InvalidOperationException("A partial outcome without a case.");
        }
    }

    private void Print(CommandCall call, PartialOutcome.Residual residual)
    {
        if (call.Value(_options.Format) == "json")
        {
            var json = new RegoObject.Builder();
            json.Set("partial", residual.ToJson());
            PolicyEvalText.Document(call, json.Build());
            return;
        }

        for (var i = 0; i < residual.Queries.Count; i++)
        {
            call.Output.WriteLine($"# Query {i + 1}\n{string.Join('\n', residual.Queries[i].Conditions)}\n");
        }

        for (var i = 0; i < residual.Support.Count; i++)
        {
            call.Output.WriteLine($"# Module {i + 1}\n{residual.Support[i].Source}");
        }
    }
}
