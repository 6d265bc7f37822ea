using Pharos.Rego.Values;

namespace Pharos.Gate.Facts.Content;

/// <summary>What a file tool puts into a file.</summary>
/// <param name="Whole">The whole new content, when the tool gives it.</param>
/// <param name="Edits">The replacements, when the file is changed in places.</param>
internal sealed record ChangedText(string? Whole, IReadOnlyList<TextEdit> Edits)
{
    /// <summary>Nothing.</summary>
    public static ChangedText None { get; } = new(null, []);

    /// <summary>True when nothing is put in.</summary>
    public bool IsEmpty => Whole is null && Edits.Count == 0;

    /// <summary>The texts that are new, each as it stands in the proposal.</summary>
    public IEnumerable<TextEdit> Added => Whole is null ? Edits : [new TextEdit("", Whole, false)];

    /// <summary>Reads the arguments of Write, Edit, MultiEdit, NotebookEdit and of those that were made of other agents' tools.</summary>
    public static ChangedText Of(RegoObject input)
    {
        var whole = Text(input, "content") ?? Text(input, "new_source") ?? Text(input, "file_text") ?? Text(input, "contents");
        var edits = new List<TextEdit>();
        AddEdit(input, edits);
        if (input.TryGet("edits", out var list) && list is RegoArray array)
        {
            foreach (var item in array.OfType<RegoObject>())
            {
                AddEdit(item, edits);
            }
        }

        return whole is null && edits.Count == 0 ? None : new ChangedText(whole, edits);
    }

    /// <summary>The content after the edits, as the tools apply them; null when an edit's place is not found.</summary>
    public string? ApplyTo(string before)
    {
        if (Whole is not null)
        {
            return Whole;
        }

        var text = before;
        foreach (var edit in Edits)
        {
            var at = edit.Old.Length == 0 ? -1 : text.IndexOf(edit.Old, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            text = edit.IsEverywhere ? text.Replace(edit.Old, edit.New, StringComparison.Ordinal) : string.Concat(text.AsSpan(0, at), edit.New, text.AsSpan(at + edit.Old.Length));
        }

        return text;
    }

    private static void AddEdit(RegoObject from, List<TextEdit> edits)
    {
        if ((Text(from, "new_string") ?? Text(from, "newText") ?? Text(from, "new_str") ?? Text(from, "insert_text")) is { } added)
        {
            var isEverywhere = from.TryGet("replace_all", out var all) && all is RegoBoolean { Value: true };
            edits.Add(new TextEdit(Text(from, "old_string") ?? Text(from, "oldText") ?? Text(from, "old_str") ?? "", added, isEverywhere));
        }
    }

    private static string? Text(RegoObject from, string name) => from.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}

/// <summary>One replacement in a file.</summary>
/// <param name="Old">What goes.</param>
/// <param name="New">What comes.</param>
/// <param name="IsEverywhere">True when every occurrence goes.</param>
internal readonly record struct TextEdit(string Old, string New, bool IsEverywhere);
