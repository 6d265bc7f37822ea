using Pharos.Gate.Definitions;
using Pharos.Proposals;

namespace Pharos.Gate.Facts.Texts;

/// <summary>A tool's definition, held against what is known of it.</summary>
/// <param name="Hash">SHA-256 of the definition.</param>
/// <param name="Status"><c>new</c>, <c>pinned</c>, <c>changed</c>, <c>rejected</c>, <c>excess</c>.</param>
/// <param name="PinnedHash">What is pinned; null for nothing.</param>
/// <param name="PinnedBy">Who approved that.</param>
/// <param name="Changes">What differs from it, member by member.</param>
public sealed record SeenDefinition(string Hash, string Status, string? PinnedHash, string? PinnedBy, IReadOnlyList<DefinitionChange> Changes)
{
    /// <summary>Holds a proposed definition against what is known.</summary>
    public static SeenDefinition Of(Proposal proposal, DefinitionSight sight)
    {
        var text = DefinitionText.Of(proposal.Input);
        var status = sight.IsTooMany ? "excess"
            : sight.Pinned?.Hash == text.Hash && !sight.IsErased ? "pinned"
            : sight.State == DefinitionState.Rejected && sight.Latest == text.Hash ? "rejected"
            : sight.Pinned is not null || sight.IsErased ? "changed"
            : "new";
        return new SeenDefinition(text.Hash, status, sight.Pinned?.Hash, sight.PinnedBy, status is "changed" or "rejected" && sight.Pinned is { } pinned ? DefinitionChange.Between(pinned, text) : []);
    }
}
