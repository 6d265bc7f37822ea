using Pharos.Gate.Facts;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>
/// Puts what an engine elsewhere says beside what the embedded policies say. It may permit what they only refer, and refuse more; it never permits what they deny, what
/// they failed on, or what was not understood. When it is away they decide alone, and the answer says so.
/// </summary>
internal sealed class RemoteRuling(IRemotePolicies remote, PolicyTier tier)
{
    private const string Subject = "policy engine";

    /// <summary>Asks, when the embedded policies did not deny.</summary>
    public async ValueTask<(PolicyRuling Ruling, Tier Tier)> RuleAsync(
        (PolicyRuling Ruling, Tier Tier) embedded, RegoObject input, ProposalFacts facts, bool mayUseKept, CancellationToken cancellationToken)
    {
        // What was not understood may be something else the next time, whatever its text.
        var mayCache = mayUseKept && facts.IsParsed && facts.Unknowns.Count == 0;
        switch (await remote.AskAsync(input, mayCache, cancellationToken))
        {
            case RemoteAnswer.Answered answered:
                GateMetrics.AskedElsewhere("remote");
                return Combine(embedded, tier.Read(answered.Document, facts), facts);
            case RemoteAnswer.Kept kept:
                GateMetrics.AskedElsewhere("kept");
                var (ruling, by) = Combine(embedded, tier.Read(kept.Document, facts), facts);
                return (Degraded(ruling, Answer.PolicyEngineKept, $"{kept.Why} An answer it gave before decided."), by);
            case RemoteAnswer.Away away:
                GateMetrics.AskedElsewhere("embedded");
                return (Degraded(embedded.Ruling, Answer.PolicyEngineAway, $"{away.Why} The embedded policies decided."), embedded.Tier);
            default:
                throw new InvalidOperationException("A remote answer without a case.");
        }
    }

    private static (PolicyRuling Ruling, Tier Tier) Combine((PolicyRuling Ruling, Tier Tier) embedded, PolicyRuling elsewhere, ProposalFacts facts)
    {
        // The memory of the gate knows nothing of the other engine's policies, so only that engine's own cache may keep its answers.
        elsewhere = elsewhere with { MayBeRemembered = false };
        if (elsewhere.Decision == Decision.Deny)
        {
            return (elsewhere, Tier.Policy);
        }

        var isUncertain = !facts.IsParsed || facts.Unknowns.Count > 0 || embedded.Ruling.Rule.StartsWith("pharos.error.", StringComparison.Ordinal);
        return isUncertain ? (embedded.Ruling with { MayBeRemembered = false }, embedded.Tier) : (elsewhere, Tier.Policy);
    }

    private static PolicyRuling Degraded(PolicyRuling ruling, string degradation, string why) =>
        ruling with { Degradation = degradation, Evidence = [.. ruling.Evidence, new Evidence(Subject, why)], MayBeRemembered = false };
}
