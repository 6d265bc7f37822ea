using Pharos.Events;
using Pharos.Gate.Policy;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Gate.Replay;

/// <summary>
/// Asks other policies about decisions that were recorded, with the facts and at the moment of then: nothing is decided, nothing recorded, no disk looked at. Memory
/// is bounded, however many decisions there are.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="blobs">Where large strings of a record went; null when there are none.</param>
/// <param name="options">The gate's bounds.</param>
/// <param name="clock">Measures how long evaluation takes.</param>
public sealed class PolicyReplay(IEventLog log, IBlobStore? blobs, GateOptions options, TimeProvider clock)
{
    /// <summary>How often progress is told.</summary>
    public static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    private const int SubjectCharacters = 120;

    /// <summary>Compares recorded decisions with what a candidate says.</summary>
    /// <param name="candidate">The other policies.</param>
    /// <param name="range">Which decisions.</param>
    /// <param name="progress">Told about every second, with the position reached.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="baseline">Policies that already say otherwise than the record: where both agree, nothing is a change. Null compares with the record alone.</param>
    public async Task<ReplayReport> RunAsync(
        PolicyBundle candidate, ReplayRange range, Func<ReplayReport, Position, Task> progress, CancellationToken cancellationToken, PolicyBundle? baseline = null)
    {
        var report = new ReplayReport(range.Examples);
        var moment = new RecordedClock(clock);
        var tier = new PolicyTier(options, moment);
        var told = clock.GetTimestamp();
        await foreach (var decision in new RecordedDecisions(log, blobs).ReadAsync(range, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            moment.Moment = decision.At;
            Compare(report, tier, candidate, baseline, decision);
            if (clock.GetElapsedTime(told) >= ProgressEvery)
            {
                told = clock.GetTimestamp();
                await progress(report, decision.Position);
            }

            if (report.Decisions >= range.Limit)
            {
                break;
            }
        }

        return report;
    }

    /// <summary>What policies say to a recorded input at this moment.</summary>
    public (Decision Decision, string Rule, string Reason) Ask(PolicyBundle policies, RegoObject input)
    {
        var said = Ask(new PolicyTier(options, clock), policies, input);
        return (said.Decision, said.Rule, said.Reason);
    }

    internal static bool IsMasked(RegoValue value) => value switch
    {
        RegoString text => text.Value.Contains(SecretMask.Replacement, StringComparison.Ordinal),
        RegoArray array => array.Any(IsMasked),
        RegoObject map => map.Any(pair => IsMasked(pair.Key) || IsMasked(pair.Value)),
        _ => false,
    };

    private static void Compare(ReplayReport report, PolicyTier tier, PolicyBundle candidate, PolicyBundle? baseline, RecordedDecision decision)
    {
        if (decision.Input is not { } input)
        {
            report.CountMissing();
            return;
        }

        // What code refuses before any policy, and what people or a score decided after it, no policy would have changed.
        if ((decision.FirstTier == Tier.Facts && decision.Answer.Decision == Decision.Deny) || decision.FirstTier is Tier.Pattern or Tier.Review)
        {
            report.CountFixed();
            return;
        }

        if (IsMasked(input))
        {
            report.CountMasked();
            return;
        }

        var said = Ask(tier, candidate, input);
        var (after, rule, reason) = baseline is not null && Ask(tier, baseline, input).Decision == said.Decision
            ? (decision.Answer.Decision, decision.Answer.Rule, decision.Answer.Reason)
            : (said.Decision, said.Rule, said.Reason);
        report.Count(
            new DecisionComparison(
                decision.Position, decision.At, decision.Agent, SubjectOf(input), decision.Answer.Decision, decision.Answer.Rule, after, rule, reason),
            decision.Answer.Tier == Tier.Memory,
            said.IsDeterministic);
    }

    private static PolicyRuling Ask(PolicyTier tier, PolicyBundle policies, RegoObject input)
    {
        var facts = DataTree.Find(input, ["facts"]) as RegoObject ?? RegoObject.Empty;
        var ruling = tier.Rule(policies, input, Count(facts, "commands"), Count(facts, "effects"));
        var isUnderstood = facts.TryGet("parsed", out var parsed) && parsed.Equals(RegoBoolean.True) && Count(facts, "unknown") == 0;
        return isUnderstood || ruling.Decision == Decision.Deny
            ? ruling
            : ruling with { Decision = Decision.Review, Rule = "pharos.gate.unknown", Reason = "A part of it could not be understood." };
    }

    private static int Count(RegoObject facts, string name) => facts.TryGet(name, out var list) && list is RegoArray array ? array.Count : 0;

    private static string SubjectOf(RegoObject input)
    {
        var proposed = DataTree.Find(input, ["proposal", "input"]) ?? RegoObject.Empty;
        var value = DataTree.Find(proposed, ["command"]) ?? DataTree.Find(proposed, ["file_path"]) ?? DataTree.Find(proposed, ["path"]) ?? DataTree.Find(proposed, ["url"]) ?? proposed;
        var text = (value is RegoString plain ? plain.Value : value.ToJson()).ReplaceLineEndings(" ");
        return text.Length <= SubjectCharacters ? text : string.Concat(text.AsSpan(0, SubjectCharacters), "…");
    }
}
