using Pharos.Rego;
using Pharos.Rego.Bundles;
using Pharos.Rego.Network;
using Pharos.Rego.Values;

namespace Pharos.Policies;

/// <summary>Holds policies to everything that can be known before they decide: they compile, the bundle's own tests pass, and the gate's questions have answers of the right shape.</summary>
/// <param name="clock">The clock.</param>
/// <param name="network">How they reach the network, as they will when they decide; null is not at all.</param>
public sealed class PolicyValidation(TimeProvider clock, IRegoNetwork? network = null)
{
    /// <summary>Longest time that all tests of a bundle may take together.</summary>
    public static readonly TimeSpan TestTime = TimeSpan.FromSeconds(60);

    // A small proposal of the right shape: what the rules conclude does not matter, that they can be asked does.
    private static readonly RegoValue Probe = RegoValue.ParseJson("""
        {"schema":1,"proposal":{"kind":"command","tool":"Bash","input":{"command":"true"}},"agent":{"id":"probe","session":"s","subagent":null,"role":"agent"},
         "workspace":{"root":"/w","cwd":"/w","mode":"enforce","profile":"balanced","configured":true},"host":{"home":"/home/probe","user":"probe"},
         "facts":{"parsed":true,"unknown":[],"commands":[{"span":[0,4],"program":"true","args":[],"env":{},"wrappers":[],"redirects":[],"parent":null}],
          "effects":[],"flows":[],"files":[],"urls":[]}}
        """);

    /// <summary>Compiles and examines policies.</summary>
    /// <param name="sources">The policies that would decide.</param>
    /// <param name="tested">The bundle whose tests are run; null runs none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What can be activated, or everything that is wrong.</returns>
    public (PolicyBundle? Bundle, IReadOnlyList<BundleProblem> Problems) Examine(PolicySources sources, ActiveBundle? tested, CancellationToken cancellationToken)
    {
        var outcome = PolicyLibrary.Compile(sources);
        if (outcome is ActivateOutcome.Refused refused)
        {
            return (null, [.. refused.Diagnostics.Select(BundleProblem.Of)]);
        }

        var bundle = ((ActivateOutcome.Activated)outcome).Bundle;
        List<BundleProblem> problems = [.. Questions(bundle, cancellationToken)];
        if (tested is not null)
        {
            problems.AddRange(Tests(sources, tested, cancellationToken));
        }

        return (problems.Count == 0 ? bundle : null, problems);
    }

    private IEnumerable<BundleProblem> Questions(PolicyBundle bundle, CancellationToken cancellationToken)
    {
        var options = new EvaluationOptions { StrictErrors = true, Clock = clock, Network = network, Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromSeconds(2) } };
        var isAnswered = false;
        foreach (var (name, query) in new[] { ("deny", bundle.Deny), ("review", bundle.Review), ("allow", bundle.Allow) })
        {
            switch (query.Evaluate(Probe, options, cancellationToken))
            {
                case EvaluationOutcome.Failed failed:
                    yield return new BundleProblem("policy.entry-point", $"data.pharos.gate.{name} cannot be evaluated: {failed.Code}: {failed.Message}");
                    break;
                case EvaluationOutcome.Defined { Value: not (RegoSet or RegoArray) } other:
                    yield return new BundleProblem("policy.entry-point", $"data.pharos.gate.{name} is {other.Value.KindName}; the gate needs a set of entries. Write: {name} contains {{…}} if …");
                    break;
                case EvaluationOutcome.Defined:
                    isAnswered = true;
                    continue;
                default:
                    continue;
            }

            isAnswered = true;
        }

        if (!isAnswered)
        {
            yield return new BundleProblem("policy.entry-point", "No module defines deny, review or allow in the package pharos.gate, so every proposal would need a person. Is a root too wide?");
        }
    }

    private IEnumerable<BundleProblem> Tests(PolicySources sources, ActiveBundle tested, CancellationToken cancellationToken)
    {
        var files = tested.Deciding.Concat(tested.Tests).Select(module => module.Id).ToHashSet(StringComparer.Ordinal);
        switch (RegoProgram.Compile([.. sources.Modules, .. tested.Tests], sources.Data))
        {
            case CompileOutcome.Rejected rejected:
                return rejected.Diagnostics.Select(BundleProblem.Of);
            case CompileOutcome.Compiled compiled:
                return Run(compiled.Program, files, cancellationToken);
            default:
                throw new InvalidOperationException("A compile outcome without a case.");
        }
    }

    private List<BundleProblem> Run(RegoProgram program, HashSet<string> files, CancellationToken cancellationToken)
    {
        var problems = new List<BundleProblem>();
        var started = clock.GetTimestamp();
        foreach (var test in program.Tests.Where(test => files.Contains(test.File)))
        {
            var left = TestTime - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                problems.Add(new BundleProblem("policy.test-time", $"The tests take longer than {TestTime.TotalSeconds} seconds together.", test.File, test.Row));
                break;
            }

            var options = new EvaluationOptions { Clock = clock, Network = network, Limits = new EvaluationLimits { MaximumTime = left } };
            var result = RegoTestRunner.Run(program, options, other => other == test, cancellationToken).Single();
            if (result.Outcome is RegoTestOutcome.Failed or RegoTestOutcome.Errored)
            {
                problems.Add(new BundleProblem("policy.test-failed", $"{test.Package}.{test.Name}: {result.Message}", test.File, test.Row));
            }
        }

        return problems;
    }
}
