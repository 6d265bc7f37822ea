using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Pharos.Cli.Invocation;
using Pharos.Rego;
using Pharos.Rego.Tracing;

namespace Pharos.Cli.Policies;

/// <summary><c>policy test</c>: run the rules whose names start with <c>test_</c>.</summary>
internal sealed class PolicyTestCommand : ICommandSpecification
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files and folders with policies and their tests", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Also name the tests that pass" };
    private readonly Option<bool> _coverage = new("--coverage", "-c") { Description = "Report which rows the tests evaluated" };
    private readonly Option<double> _threshold = new("--threshold", "-t") { Description = "Fail where less than this share of the rows was evaluated, in percent; implies --coverage" };
    private readonly Option<double> _timeout = new("--timeout") { Description = "Seconds that one test may take", DefaultValueFactory = _ => 5 };
    private readonly Option<bool> _bench = new("--bench") { Description = "Run each test many times and show what one run takes" };
    private readonly Option<bool> _v0 = new("--v0-compatible") { Description = "Read modules as Rego before OPA 1.0" };
    private readonly Option<bool> _experiments = PolicyDialect.ExperimentalKeywords();
    private readonly Option<string?> _run = new("--run", "-r") { Description = "Only tests whose full name matches", HelpName = "REGEX" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("test", "Run the tests of policies", "pharos policy test policies -v", "pharos policy test policies --run 'git.*push'", "pharos policy test policies --threshold 90")
        {
            _paths, _verbose, _run, _coverage, _threshold, _timeout, _bench, _v0, _experiments,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var sources = PolicyPaths.Load(call.Value(_paths)!);
        var options = PolicyDialect.Options(call, _v0, _experiments);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data, options);
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        if (!TryPattern(call, out var pattern))
        {
            return call.Misuse($"--run \"{call.Value(_run)}\" is not a regular expression.");
        }

        if (!(call.Value(_timeout) is > 0 and <= 3600) || !(call.Value(_threshold) is >= 0 and <= 100))
        {
            return call.Misuse("--timeout is a number of seconds up to 3600, --threshold a share from 0 to 100.");
        }

        // A failing test is told by its trace, and a watched program answers the same.
        var threshold = call.Value(_threshold);
        var watched = program.Instrument();
        var coverage = call.Value(_coverage) || threshold > 0 ? new CoverageTrace() : null;
        var run = new PolicyTestRun(program, watched, coverage, TimeSpan.FromSeconds(call.Value(_timeout)), call.Value(_bench), call.Clock);
        var results = new List<PolicyTestResult>();
        foreach (var test in program.Tests.Where(test => pattern?.IsMatch($"{test.Package}.{test.Name}") != false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(run.Run(test, cancellationToken));
        }

        var report = coverage?.Report(watched);
        PolicyTestText.Print(call, results, report, call.Value(_verbose));
        if (results.Count == 0)
        {
            return call.Fail("policy.no_tests", "No test was found: a test is a rule whose name starts with test_.");
        }

        if (report is not null && report.Coverage < threshold)
        {
            call.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pharos: coverage is {report.Coverage} %, which is below the threshold of {threshold} %"));
            return ExitCode.TestsFailed;
        }

        return results.Exists(result => result.IsBad) ? ExitCode.TestsFailed : ExitCode.Ok;
    }

    private bool TryPattern(CommandCall call, out Regex? pattern)
    {
        pattern = null;
        try
        {
            pattern = call.Value(_run) is { } text ? new Regex(text, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)) : null;
            return true;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
