using System.Globalization;
using Pharos.Gate;
using Pharos.Gate.Facts.Content;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Rego.Values;

namespace Pharos.Review.Context;

/// <summary>What a change of a file would change, as a unified difference of the texts in the proposal; null where it changes none.</summary>
public sealed class EditDiff : IContextSource
{
    /// <summary>Most lines shown; how many more there are is said.</summary>
    public const int MaximumLines = 400;

    /// <summary>Longest line shown.</summary>
    public const int MaximumLineCharacters = 1000;

    /// <inheritdoc/>
    public string Name => "diff";

    /// <inheritdoc/>
    public ValueTask<RegoValue> GiveAsync(ReviewItem item, FoundProposal proposal, CancellationToken cancellationToken)
    {
        var isChange = item.Request.Kind == ProposalKinds.NameOf(ProposalKind.FileWrite) || item.Request.Kind == ProposalKinds.NameOf(ProposalKind.FileEdit);
        var input = isChange ? DataTree.Find(proposal.Input, ["proposal", "input"]) as RegoObject : null;
        var diff = input is null ? "" : Of(input);
        return ValueTask.FromResult<RegoValue>(diff.Length > 0 ? RegoString.Of(diff) : RegoNull.Instance);
    }

    private static string Of(RegoObject input)
    {
        var name = Text(input, "file_path") ?? Text(input, "notebook_path") ?? Text(input, "path") ?? "file";
        var lines = ChangedText.Of(input).Added
            .SelectMany(edit => UnifiedDiff.Of(name, edit.Old, edit.New).TrimEnd('\n').Split('\n'))
            .Where(line => line.Length > 0)
            .ToList();
        var shown = lines.Take(MaximumLines).Select(Cut);
        return string.Join('\n', lines.Count > MaximumLines ? shown.Append(string.Create(CultureInfo.InvariantCulture, $"\\ {lines.Count - MaximumLines} more lines")) : shown);
    }

    private static string Cut(string line)
    {
        if (line.Length <= MaximumLineCharacters)
        {
            return line;
        }

        // Half a surrogate pair would not be text any more.
        var end = char.IsHighSurrogate(line[MaximumLineCharacters - 2]) ? MaximumLineCharacters - 2 : MaximumLineCharacters - 1;
        return line[..end] + "…";
    }

    private static string? Text(RegoObject input, string name) => input.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
