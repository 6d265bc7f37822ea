using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Logs;

/// <summary>Events for people: one line each, the decision first where there is one.</summary>
internal static class EventLines
{
    private const int MostCharactersOfAProposal = 100;

    /// <summary>Makes one line of an event.</summary>
    public static string Of(RegoObject record)
    {
        var at = DateTimeOffset.TryParse(record.TextOf("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : "";
        var actor = record.TextOf("agent") ?? record.ObjectOf("actor").TextOf("id") ?? "";
        return $"{record.TextOf("position"),8}  {at}  {record.TextOf("type"),-20}  {actor,-16}  {Detail(record.ObjectOf("payload"))}".TrimEnd();
    }

    private static string Detail(RegoObject payload)
    {
        var answer = payload.ObjectOf("answer");
        if (answer.Count == 0)
        {
            return Shorten(payload.Count == 0 ? "" : payload.ToJson());
        }

        var proposal = payload.ObjectOf("input").ObjectOf("proposal");
        var input = proposal.ObjectOf("input");
        var what = input.TextOf("command") ?? input.TextOf("file_path") ?? input.TextOf("url") ?? proposal.TextOf("tool");
        var same = payload.TextOf("sameAs") is { } first ? $" (as at {first})" : "";
        return $"{answer.TextOf("decision"),-6}  {answer.TextOf("rule")}{same}  {Shorten(what ?? "")}";
    }

    private static string Shorten(string text)
    {
        var line = string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                // An agent chose this text; a control character in it must not steer the reader's terminal.
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return line.Length <= MostCharactersOfAProposal ? line : string.Concat(line.AsSpan(0, MostCharactersOfAProposal), "…");
    }
}
