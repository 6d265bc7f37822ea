using System.Text;
using Pharos.Cli.Connection;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>Reads the facts of a decision as a person who tunes policies wants them: in one short line.</summary>
/// <param name="facts">The facts of the policy input.</param>
/// <param name="text">The command that the spans point into.</param>
internal sealed class FactsGlance(RegoObject facts, string text)
{
    private const int MaximumEffects = 12;
    private const int MaximumTarget = 60;

    /// <summary>
    /// Each effect as <c>write:/etc/x</c>, followed by its classes; <c>?</c> stands behind a possible one and <c>??</c> behind one that is not known, <c>~</c> behind one that can be undone.
    /// </summary>
    public string Effects()
    {
        var effects = List("effects");
        var written = new StringBuilder();
        foreach (var effect in effects.Take(MaximumEffects))
        {
            written.Append(written.Length == 0 ? "" : " ").Append(effect.TextOf("effect")).Append(':').Append(Shorten(effect.TextOf("target") ?? ""));
            if (effect.TryGet("classes", out var classes) && classes is RegoArray { Count: > 0 } names)
            {
                written.Append('[').AppendJoin(',', names.OfType<RegoString>().Select(name => name.Value)).Append(']');
            }

            written.Append(effect.TextOf("certainty") switch { "possible" => "?", "unknown" => "??", _ => "" });
            written.Append(effect.TryGet("reversible", out var reversible) && reversible.Equals(RegoBoolean.True) ? "~" : "");
        }

        return effects.Count > MaximumEffects ? written.Append(" … ").Append(effects.Count - MaximumEffects).Append(" more").ToString() : written.ToString();
    }

    /// <summary>The program of the command that the first evidence names; empty when the evidence names none.</summary>
    public string ProgramBehind(Answer answer)
    {
        if (answer.Evidence is not [{ Segment: var segment }, ..])
        {
            return "";
        }

        // A span ends where its command does, so of several commands with the same text any names the same program; the innermost command of a wrapper stands last.
        var commands = List("commands");
        return commands.FirstOrDefault(command => SpanText(command) == segment || Words(command) == segment)?.TextOf("program")
            ?? commands.LastOrDefault(command => segment.Length > 0 && SpanText(command).Contains(segment, StringComparison.Ordinal))?.TextOf("program")
            ?? Shorten(segment);
    }

    private List<RegoObject> List(string name) => facts.TryGet(name, out var value) && value is RegoArray list ? [.. list.OfType<RegoObject>()] : [];

    private string SpanText(RegoObject command) =>
        command.TryGet("span", out var span) && span is RegoArray { Count: 2 } ends && Number(ends[0]) is { } start && Number(ends[1]) is { } end && start <= end && end <= text.Length
            ? text[start..end]
            : "";

    private static int? Number(RegoValue value) => value is RegoNumber number && number.TryGetInt64(out var whole) && whole is >= 0 and <= int.MaxValue ? (int)whole : null;

    private static string Words(RegoObject command)
    {
        var arguments = command.TryGet("args", out var value) && value is RegoArray list ? list.OfType<RegoString>().Select(word => word.Value) : [];
        return string.Join(' ', arguments.Prepend(command.TextOf("program") ?? ""));
    }

    private static string Shorten(string target)
    {
        var line = target.ReplaceLineEndings(" ");
        return line.Length <= MaximumTarget ? line : string.Concat(line.AsSpan(0, MaximumTarget), "…");
    }
}
