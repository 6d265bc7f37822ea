using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Reviews.Screens;

/// <summary>What a proposal would do, as the analysis found it: the grave first, and what nobody could understand before everything.</summary>
internal static class EffectLines
{
    private const int MostEffects = 60;

    private static readonly HashSet<string> Grave = new(StringComparer.Ordinal)
    {
        "delete", "escalate", "write-device", "persist", "weaken", "expose-secret", "upload", "execute",
    };

    private static readonly HashSet<string> Looking = new(StringComparer.Ordinal) { "read", "list", "inspect" };

    /// <summary>The lines; none where nothing is known.</summary>
    public static IEnumerable<ScreenLine> Of(RegoObject facts, int width)
    {
        var effects = facts.ItemsOf("effects").OrderByDescending(InkOf).ToList();
        var unknown = facts.ItemsOf("unknown").ToList();
        var flows = facts.ItemsOf("flows").ToList();
        if (effects.Count + unknown.Count + flows.Count == 0)
        {
            yield break;
        }

        yield return ScreenLine.Of("What it would do", Ink.Strong);
        var lines = unknown.Take(MostEffects).Select(one => ($"not understood: {one.TextOf("why")}", Ink.Danger))
            .Concat(flows.Take(MostEffects).Select(flow => ($"{flow.TextOf("flow")}: {flow.TextOf("from")} → {flow.TextOf("to")}", Ink.Danger)))
            .Concat(effects.Take(MostEffects).Select(effect => (TextOf(effect), InkOf(effect))));
        foreach (var line in lines.SelectMany(line => ScreenLine.Wrapped("  ", line.Item1, width, line.Item2)))
        {
            yield return line;
        }

        if (Math.Max(Math.Max(effects.Count, unknown.Count), flows.Count) > MostEffects)
        {
            yield return ScreenLine.Of($"  … {effects.Count} effects in all; --json shows every one", Ink.Caution);
        }

        yield return ScreenLine.Empty;
    }

    private static string TextOf(RegoObject effect)
    {
        var notes = new List<string>();
        Note(notes, effect.TextOf("inWorkspace") != "true" && effect.TextOf("targetKind") == "path", "outside the workspace");
        Note(notes, effect.TextOf("recursive") == "true", "with everything below");
        Note(notes, effect.TextOf("reversible") != "true", "cannot be undone");
        Note(notes, effect.TextOf("certainty") is not "certain", effect.TextOf("certainty") ?? "uncertain");
        if (effect.TryGet("classes", out var value) && value is RegoArray classes)
        {
            notes.AddRange(classes.OfType<RegoString>().Select(one => one.Value));
        }

        return $"{effect.TextOf("effect"),-14} {effect.TextOf("target")}{(notes.Count > 0 ? $"  ({string.Join(", ", notes)})" : "")}";
    }

    private static void Note(List<string> notes, bool isSo, string note)
    {
        if (isSo)
        {
            notes.Add(note);
        }
    }

    private static Ink InkOf(RegoObject effect)
    {
        var kind = effect.TextOf("effect") ?? "";
        return Grave.Contains(kind) ? Ink.Danger : Looking.Contains(kind) ? Ink.Plain : Ink.Caution;
    }
}
