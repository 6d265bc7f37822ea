using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Spectre.Console;

namespace Pharos.Cli.Bench.Corpus;

/// <summary>Prints decided lines one by one, or how many there are of each kind: what someone who tunes the policies works through.</summary>
internal static class CorpusListing
{
    /// <summary>What lines can be counted by.</summary>
    public static readonly string[] Groupings = ["rule", "program", "reason"];

    /// <summary>One line each: id, decision, rule, reason, effects, command. Tabs between them, so that <c>cut</c> and <c>grep</c> work on it.</summary>
    public static void Print(CommandCall call, IEnumerable<CorpusDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (call.IsJson)
            {
                call.WriteJson(json => Write(json, decision));
                continue;
            }

            var line = decision.Line;
            call.Output.WriteLine(string.Join(
                '\t',
                new[] { line.Id, line.Source, line.Label, AnswerNames.Of(decision.Decision), decision.Answer.Rule, decision.Answer.Reason, decision.Effects, line.Command }.Select(OneLine)));
        }
    }

    /// <summary>Counts lines by what decided them, the most frequent first.</summary>
    public static void PrintCounts(CommandCall call, string grouping, IReadOnlyCollection<CorpusDecision> decisions)
    {
        var counts = decisions.CountBy(decision => KeyOf(grouping, decision)).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        if (call.IsJson)
        {
            call.WriteJson(json =>
            {
                json.WriteStartObject();
                foreach (var (key, count) in counts)
                {
                    json.WriteNumber(key, count);
                }

                json.WriteEndObject();
            });
            return;
        }

        var table = new Table().AddColumns("lines", "share", grouping);
        foreach (var (key, count) in counts)
        {
            table.AddRow(new Text($"{count}"), new Text(FormattableString.Invariant($"{100.0 * count / decisions.Count:0.0} %")), new Text(key));
        }

        call.WriteTable(table);
    }

    private static string KeyOf(string grouping, CorpusDecision decision) => grouping switch
    {
        "rule" => decision.Answer.Rule,
        "program" => decision.Program,
        _ => ReasonWithoutNames(decision.Answer),
    };

    // The reason of a review by default quotes the command, and that of a part not understood the part, so that each would be a group of its own.
    private static string ReasonWithoutNames(Answer answer) =>
        answer.Rule is "pharos.gate.default" or "pharos.gate.unknown" && answer.Evidence is { Count: > 0 } evidence
            ? (evidence.FirstOrDefault(part => part.Why.Contains("the effect", StringComparison.Ordinal)) ?? evidence[0]).Why
            : answer.Reason;

    private static void Write(Utf8JsonWriter json, CorpusDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("id", decision.Line.Id);
        json.WriteString("source", decision.Line.Source);
        json.WriteString("label", decision.Line.Label);
        json.WriteString("decision", AnswerNames.Of(decision.Decision));
        json.WriteString("tier", AnswerNames.Of(decision.Answer.Tier));
        json.WriteString("rule", decision.Answer.Rule);
        json.WriteString("reason", decision.Answer.Reason);
        json.WriteString("program", decision.Program);
        json.WriteString("effects", decision.Effects);
        json.WriteString("command", decision.Line.Command);
        json.WriteEndObject();
    }

    private static string OneLine(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace('\t', ' ');
}
