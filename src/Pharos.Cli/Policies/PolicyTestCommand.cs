using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Pharos.Cli.Invocation;
using Pharos.Rego;

namespace Pharos.Cli.Policies;

/// <summary><c>policy test</c>: run the rules whose names start with <c>test_</c>.</summary>
internal sealed class PolicyTestCommand : ICommandSpecification
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Files and folders with policies and their tests", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Also name the tests that pass" };
    private readonly Option<string?> _run = new("--run", "-r") { Description = "Only tests whose full name matches", HelpName = "REGEX" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("test", "Run the tests of policies", "pharos policy test policies -v", "pharos policy test policies --run 'git.*push'")
        {
            _paths, _verbose, _run,
        };
        command.SetAction((parse, cancellationToken) => Task.FromResult(Run(new CommandCall(parse, common), cancellationToken)));
        return command;
    }

    private int Run(CommandCall call, CancellationToken cancellationToken)
    {
        var sources = PolicyPaths.Load(call.Value(_paths)!);
        var outcome = RegoProgram.Compile(sources.Modules, sources.Data);
        if (outcome is not CompileOutcome.Compiled { Program: var program })
        {
            return PolicyDiagnostics.Report(call, ((CompileOutcome.Rejected)outcome).Diagnostics);
        }

        if (!TryPattern(call, out var pattern))
        {
            return call.Misuse($"--run \"{call.Value(_run)}\" is not a regular expression.");
        }

        var results = new List<PolicyTestResult>();
        foreach (var test in program.Tests.Where(test => pattern?.IsMatch($"{test.Package}.{test.Name}") != false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(PolicyTestResult.Of(program, test, call.Clock, cancellationToken));
        }

        Print(call, results);
        return results.Count == 0 ? call.Fail("policy.no_tests", "No test was found: a test is a rule whose name starts with test_.")
            : results.Exists(result => result.IsBad) ? ExitCode.Failed
            : ExitCode.Ok;
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

    private void Print(CommandCall call, List<PolicyTestResult> results)
    {
        var (passed, bad, skipped) = (results.Count(r => r.Outcome == "pass"), results.Count(r => r.IsBad), results.Count(r => r.Outcome == "skip"));
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("passed", passed);
                json.WriteNumber("failed", bad);
                json.WriteNumber("skipped", skipped);
                json.WriteStartArray("tests");
                foreach (var result in results)
                {
                    result.Write(json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }

        foreach (var file in results.Where(result => result.IsBad || call.Value(_verbose)).GroupBy(result => result.Test.File))
        {
            call.Output.WriteLine($"{file.Key}:");
            foreach (var result in file)
            {
                var message = result.Message is null ? "" : $": {result.Message}";
                call.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {result.Test.Package}.{result.Test.Name}: {result.Outcome.ToUpperInvariant()} ({result.Time.TotalMilliseconds:0.0} ms, row {result.Test.Row}){message}"));
            }
        }

        call.Output.WriteLine($"PASS: {passed}/{results.Count}");
        if (bad > 0)
        {
            call.Output.WriteLine($"FAIL: {bad}/{results.Count}");
        }

        if (skipped > 0)
        {
            call.Output.WriteLine($"SKIPPED: {skipped}/{results.Count}");
        }
    }
}
