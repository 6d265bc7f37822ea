using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Facts.Content;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Review.Collaborations;

/// <summary>
/// Ties a proposal to the suggestion that it carries out. The gate decides the proposal as any other one; the tie only lets whoever reviews it see what was agreed on, and whether this is it.
/// </summary>
/// <param name="desk">The sessions.</param>
/// <param name="archive">Reads proposals back.</param>
public sealed class SuggestionProposals(CollaborationDesk desk, ProposalArchive archive)
{
    /// <summary>Says that one's own proposal carries a suggestion out.</summary>
    public async ValueTask<CollaborationOutcome> ReportAsync(CollaborationId id, Caller by, int number, ProposalId proposal, CancellationToken cancellationToken)
    {
        var found = await archive.FindAsync(proposal, cancellationToken);
        return await desk.MoveAsync(
            id,
            by,
            isThere: true,
            session => found?.Agent != by.Subject ? CollaborationStep.No("proposal.unknown", $"There is no proposal {proposal} of yours.", 404)
                : SuggestionSteps.Propose(session, number, proposal.Value, session.FindSuggestion(number) is { } suggestion ? IsSame(suggestion, found.Input) : null),
            cancellationToken);
    }

    /// <summary>Whether a recorded policy input holds the file and the text of a suggestion; null where it cannot be said.</summary>
    internal static bool? IsSame(Suggestion suggestion, RegoObject input)
    {
        if (suggestion.Current.Change?.Text is not { } text || DataTree.Find(input, ["proposal", "input"]) is not RegoObject written || PathOf(written) is not { } path)
        {
            return null;
        }

        var isThere = path == suggestion.File || path.EndsWith($"/{suggestion.File.TrimStart('/')}", StringComparison.Ordinal);

        // A last line break is the tool's business.
        return isThere && ChangedText.Of(written).Added.Any(edit => edit.New.Contains(text.TrimEnd('\n'), StringComparison.Ordinal));
    }

    private static readonly string[] PathMembers = ["file_path", "notebook_path", "path"];

    private static string? PathOf(RegoObject input) => PathMembers
        .Select(name => input.TryGet(name, out var value) && value is RegoString text ? text.Value : null)
        .FirstOrDefault(path => path is not null);
}
