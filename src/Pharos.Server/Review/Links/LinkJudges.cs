using Pharos.Agents;

namespace Pharos.Server.Review.Links;

/// <summary>Says who may decide by a link: whoever could decide with a token of theirs at this moment.</summary>
internal sealed class LinkJudges(TokenLedger tokens)
{
    /// <summary>The recipient as a caller; null when no live token of theirs may judge.</summary>
    public Caller? Find(string recipient) =>
        tokens.HoldsLive(recipient, Role.Reviewer) ? new Caller(recipient, Role.Reviewer)
        : tokens.HoldsLive(recipient, Role.Admin) ? new Caller(recipient, Role.Admin)
        : null;
}
