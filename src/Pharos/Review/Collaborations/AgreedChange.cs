using Pharos.Gate.Facts.Content;
using Pharos.Rego.Values;

namespace Pharos.Review.Collaborations;

/// <summary>
/// Holds a proposal against the suggestion that it says it carries out. Whoever reviews it reads "the same" as "nothing else": the agreed text in another file of that name, or
/// with more beside it, is not the same.
/// </summary>
internal static class AgreedChange
{
    // What has more is left to the reviewer's eyes.
    private const int MaximumLines = 2000;

    private static readonly string[] PathMembers = ["file_path", "notebook_path", "path"];
    private static readonly string[] Folders = ["root", "cwd"];

    /// <summary>Whether a recorded policy input puts exactly the agreed text into the agreed file; null where the record cannot tell.</summary>
    public static bool? IsIn(Suggestion suggestion, RegoObject input)
    {
        if (suggestion.Current.Change is not { Text: { } text } agreed || Find(input, "proposal", "input") is not RegoObject written || PathOf(written) is not { } path)
        {
            return null;
        }

        return Places(suggestion.File, input).Contains(path, StringComparer.Ordinal) && ChangedText.Of(written) is { IsEmpty: false } changed ? IsText(changed, agreed, text) : false;
    }

    private static bool? IsText(ChangedText changed, SuggestedChange agreed, string text) => changed switch
    {
        { Whole: { } whole } when agreed.FromLine is null => Ended(whole) == Ended(text),

        // Lines were agreed on and a whole file is written: what else changes in it, the record does not say.
        { Whole: { } whole } => whole.Contains(Ended(text), StringComparison.Ordinal) ? null : false,
        { Edits: [{ IsEverywhere: false } edit] } when agreed is { FromLine: { } from, ToLine: { } to } => IsEdit(edit, text, to - from + 1),
        { Edits: [{ } edit] } => edit.New.Contains(Ended(text), StringComparison.Ordinal) ? null : false,
        _ => false,
    };

    // Tools find the place by lines around it, which stay as they are: somewhere between them as many lines go as was agreed on, and the text comes.
    private static bool? IsEdit(TextEdit edit, string text, int goes)
    {
        string[] before = edit.Old.Length == 0 ? [] : Ended(edit.Old).Split('\n'), after = Ended(edit.New).Split('\n'), come = Ended(text).Split('\n');
        if (before.Length > MaximumLines || after.Length > MaximumLines)
        {
            return null;
        }

        var around = after.Length - come.Length;
        for (var above = 0; around >= 0 && before.Length - goes == around && above <= around; above++)
        {
            if (after.AsSpan(above, come.Length).SequenceEqual(come) && before.AsSpan(above + goes).SequenceEqual(after.AsSpan(above + come.Length)))
            {
                return true;
            }

            if (above == around || before[above] != after[above])
            {
                break;
            }
        }

        return false;
    }

    // A last line break is the tool's business.
    private static string Ended(string text) => text.TrimEnd('\n');

    private static IEnumerable<string> Places(string file, RegoObject input) => file.StartsWith('/') ? [Path.GetFullPath(file)]
        : Folders.Select(name => Find(input, "workspace", name)).OfType<RegoString>().Where(folder => folder.Value.StartsWith('/')).Select(folder => Path.GetFullPath(file, folder.Value));

    private static string? PathOf(RegoObject written) => PathMembers
        .Select(name => written.TryGet(name, out var value) && value is RegoString text ? text.Value : null)
        .FirstOrDefault(path => path is not null) is { } path && path.StartsWith('/') && !path.Contains('\0') ? Path.GetFullPath(path) : null;

    private static RegoValue? Find(RegoObject input, string outer, string inner) =>
        input.TryGet(outer, out var found) && found is RegoObject map && map.TryGet(inner, out var value) ? value : null;
}
