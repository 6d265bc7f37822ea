using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>What is proposed: a command as it would run, an edit as a difference, anything else member by member.</summary>
internal static class InputLines
{
    private const int MostLines = 400;

    /// <summary>The lines.</summary>
    public static IEnumerable<ScreenLine> Of(ReviewEntry entry, RegoObject input, int width)
    {
        if (input.Count == 0)
        {
            return [ScreenLine.Of("What is proposed", Ink.Strong), .. ScreenLine.Wrapped("  ", entry.Summary, width), ScreenLine.Empty];
        }

        // Only an edit is shown as one: a command that brings a new_string along must still show its command. And what the difference does not hold is listed below it.
        var (diff, used) = entry.Kind is "file-edit" or "file-write" ? DiffOf(input) : ("", []);
        var lines = (diff.Length > 0 ? Changed(diff, width) : []).Concat(Members(input, diff.Length > 0 ? used : [], width)).Take(MostLines + 1).ToList();
        return
        [
            ScreenLine.Of(diff.Length > 0 ? "What would change" : "What is proposed", Ink.Strong),
            .. lines.Take(MostLines),
            .. lines.Count > MostLines ? [ScreenLine.Of($"  … cut after {MostLines} lines; --json shows all of it", Ink.Danger)] : Array.Empty<ScreenLine>(),
            ScreenLine.Empty,
        ];
    }

    /// <summary>The unified difference of an edit, and the members of the input that it shows; empty where it is none.</summary>
    public static (string Diff, string[] Members) DiffOf(RegoObject input)
    {
        var name = input.TextOf("file_path") is not null ? "file_path" : input.TextOf("notebook_path") is not null ? "notebook_path" : "path";
        var path = input.TextOf(name) ?? "";
        if (input.TextOf("new_string") is { } added)
        {
            return (UnifiedDiff.Of(path, input.TextOf("old_string") ?? "", added), [name, "old_string", "new_string"]);
        }

        if (input.ItemsOf("edits").ToList() is { Count: > 0 } edits && edits.TrueForAll(IsPlainEdit))
        {
            return (string.Concat(edits.Select(edit => UnifiedDiff.Of(path, edit.TextOf("old_string") ?? "", edit.TextOf("new_string")!))), [name, "edits"]);
        }

        var content = input.TextOf("content") is not null ? "content" : "new_source";
        return input.TextOf(content) is { } text && path.Length > 0 ? (UnifiedDiff.Of(path, "", text), [name, content]) : ("", []);
    }

    private static bool IsPlainEdit(RegoObject edit) =>
        edit.TextOf("new_string") is not null && edit.All(member => member.Key is RegoString { Value: "old_string" or "new_string" });

    private static IEnumerable<ScreenLine> Changed(string diff, int width) =>
        diff.TrimEnd('\n').Split('\n').SelectMany(line => ScreenLine.Wrapped("  ", line.Length == 0 ? " " : line, width, line switch
        {
            ['+', ..] => Ink.Good,
            ['-', ..] => Ink.Danger,
            ['@', ..] => Ink.Faint,
            _ => Ink.Plain,
        }));

    private static IEnumerable<ScreenLine> Members(RegoObject input, string[] but, int width)
    {
        foreach (var (name, value) in input)
        {
            var label = name is RegoString text ? text.Value : name.ToJson();
            if (but.Contains(label, StringComparer.Ordinal))
            {
                continue;
            }

            var shown = value is RegoString content ? content.Value : value.ToJson();
            var isCommand = label == "command";
            if (!isCommand)
            {
                yield return ScreenLine.Of($"  {label}:", Ink.Faint);
            }

            foreach (var line in ScreenLine.Wrapped(isCommand ? "  " : "    ", shown, width))
            {
                yield return line;
            }
        }
    }
}
