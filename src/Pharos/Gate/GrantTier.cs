using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Gate;

/// <summary>
/// Answers what was left open and what somebody granted for the future. It speaks after everything else and only to a review that binds: what is denied stays denied, and nothing
/// of it is remembered, so that a grant ends when it ends. Safe for use by many threads.
/// </summary>
/// <param name="book">The grants.</param>
/// <param name="keys">Recognises what was granted.</param>
public sealed class GrantTier(GrantBook book, GrantKeys keys)
{
    /// <summary>The rule of an answer that a grant gives.</summary>
    public const string Rule = "pharos.grant";

    /// <summary>The version of the grants.</summary>
    public long Version => book.Version;

    /// <summary>The verdict, turned into an allow where a grant covers exactly this question.</summary>
    public GateVerdict Speak(GateVerdict verdict, Proposal proposal)
    {
        if (verdict.Answer is not { Decision: Decision.Review, IsEnforced: true } || book.IsEmpty || KeyOf(verdict, proposal, keys) is not { } key)
        {
            return verdict;
        }

        var question = new GrantQuestion(key, proposal.Agent.Id, proposal.Agent.Session, proposal.Proposer ?? proposal.Agent.Id);
        return book.Covering(question) is { } grant ? verdict with { Answer = Allow(verdict.Answer, grant) } : verdict;
    }

    /// <summary>
    /// The key under which a question can be granted; null when it cannot, because the analysis saw more of the disk than can be recognised again. Texts that were read always belong
    /// to the question. What else was looked at belongs to it where a part was not understood: its effects do not say then what would happen.
    /// </summary>
    public static string? KeyOf(GateVerdict verdict, Proposal proposal, GrantKeys keys) =>
        verdict.Seen is { } seen ? keys.Of(proposal, verdict.Facts, verdict.Answer.Rule, IsUnderstood(verdict.Facts) ? seen.TextsDigest() : seen.Digest()) : null;

    private static Answer Allow(Answer answer, Grant grant)
    {
        var serves = grant.Scope == GrantScope.Workspace ? "every agent in this workspace" : "this session";
        return answer with
        {
            Decision = Decision.Allow,
            Tier = Tier.Review,
            Rule = Rule,
            Reason = $"{grant.By} granted exactly this input with these effects to {serves} until {grant.Until:yyyy-MM-dd HH:mm} UTC. Without the grant: {answer.Reason}",
            Score = 1,
            Evidence = [.. answer.Evidence, new Evidence(answer.Rule, "left open by this rule, and granted")],
            DecidedBy = grant.By,
            Grant = RegoObject.Of(
                ("id", RegoString.Of(grant.Id.ToString())),
                ("scope", RegoString.Of(GrantScopes.NameOf(grant.Scope))),
                ("by", RegoString.Of(grant.By)),
                ("until", RegoString.Of(grant.Until.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", System.Globalization.CultureInfo.InvariantCulture)))),
        };
    }

    private static bool IsUnderstood(RegoValue facts) =>
        facts is RegoObject map
        && map.TryGet("parsed", out var parsed) && parsed.Equals(RegoBoolean.True)
        && map.TryGet("unknown", out var unknown) && unknown is RegoArray { Count: 0 }
        && map.TryGet("effects", out var effects) && effects is RegoArray list
        && !list.OfType<RegoObject>().Any(static effect => effect.TryGet("certainty", out var certainty) && certainty.Equals(Unknown));

    private static readonly RegoString Unknown = RegoString.Of("unknown");
}
