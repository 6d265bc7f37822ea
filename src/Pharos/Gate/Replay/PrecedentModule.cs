using System.Text;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Bundles;
using Pharos.Rego.Format;
using Pharos.Rego.Values;

namespace Pharos.Gate.Replay;

/// <summary>
/// A policy that allows what was decided once: the same tool with the same text, path or arguments in the same place, as long as it is understood and would do exactly the same.
/// Whatever else the policies deny or want looked at stays so, because an allow outvotes neither.
/// </summary>
/// <param name="Rule">The name of its rule.</param>
/// <param name="Source">The module.</param>
public sealed record PrecedentModule(string Rule, string Source)
{
    /// <summary>Longest module, in characters: a longer one would not be read by whoever has to answer for it.</summary>
    public const int MaximumCharacters = 64 * 1024;

    private static readonly string[] Telling = ["command", "file_path", "notebook_path", "path", "url", "query", "pattern"];

    /// <summary>Writes the module, or says why it cannot be written.</summary>
    /// <param name="id">Names the rule.</param>
    /// <param name="title">One line about where it comes from.</param>
    /// <param name="input">The masked policy input as recorded.</param>
    public static (PrecedentModule? Module, Problem? Problem) Write(Guid id, string title, RegoObject input)
    {
        if (DataTree.Find(input, ["facts"]) is not RegoObject facts || DataTree.Find(input, ["proposal"]) is not RegoObject proposal)
        {
            return Refuse("rule.missing", "The record of the decision is gone: it was erased or archived.");
        }

        if (PolicyReplay.IsMasked(proposal) || PolicyReplay.IsMasked(facts))
        {
            return Refuse("rule.masked", "The record holds a mask in the place of a secret, and no rule can be written about what it does not hold.");
        }

        var rule = $"pharos.gate.precedent.{id:N}";
        var source = Text(rule, title, input, proposal, facts);
        return source.Length > MaximumCharacters ? Refuse("rule.large", $"The rule would have {source.Length} characters; {MaximumCharacters} are the most.")
            : RegoFormatter.Format(new RegoModule("precedent.rego", source)) is FormatOutcome.Formatted formatted ? (new PrecedentModule(rule, formatted.Text), null)
            : throw new InvalidOperationException("A written precedent is not a module.");
    }

    private static string Text(string rule, string title, RegoObject input, RegoObject proposal, RegoObject facts)
    {
        var text = new StringBuilder();
        text.Append("# METADATA\n# title: ").Append(Json("From a decision of people: " + OneLine(title))).Append('\n');
        text.Append("package pharos.gate\n\nimport rego.v1\n\nallow contains {\n");
        text.Append("\t\"rule\": ").Append(Json(rule)).Append(",\n\t\"reason\": \"People approved exactly this, and made a policy of it.\",\n\t\"score\": 0.9,\n\t\"covers\": ").Append(Covers(facts)).Append(",\n} if {\n");
        foreach (var (path, value) in Conditions(input, proposal))
        {
            text.Append('\t').Append(path).Append(" == ").Append(value.ToJson()).Append('\n');
        }

        text.Append("\tinput.facts.parsed\n\tinput.facts.unknown == []\n");
        text.Append("\t[object.remove(c, [\"span\"]) | some c in input.facts.commands] == ").Append(Without(facts, "commands", "span").ToJson()).Append('\n');
        text.Append("\t[object.remove(e, [\"exists\"]) | some e in input.facts.effects] == ").Append(Without(facts, "effects", "exists").ToJson()).Append('\n');
        text.Append("\tinput.facts.flows == ").Append(List(facts, "flows").ToJson()).Append("\n}\n");
        return text.ToString();
    }

    private static IEnumerable<(string Path, RegoValue Value)> Conditions(RegoObject input, RegoObject proposal)
    {
        foreach (var name in (string[])["kind", "tool"])
        {
            yield return ($"input.proposal.{name}", Member(proposal, name));
        }

        var proposed = Member(proposal, "input") as RegoObject ?? RegoObject.Empty;
        var told = IsAboutItsInput(proposal) ? [] : Telling.Where(name => proposed.TryGet(name, out _)).ToList();
        foreach (var name in told)
        {
            yield return ($"input.proposal.input.{name}", Member(proposed, name));
        }

        if (told.Count == 0)
        {
            yield return ("input.proposal.input", proposed);
        }

        foreach (var name in (string[])["root", "cwd", "profile"])
        {
            yield return ($"input.workspace.{name}", DataTree.Find(input, ["workspace", name]) ?? RegoNull.Instance);
        }

        foreach (var name in (string[])["home", "user"])
        {
            yield return ($"input.host.{name}", DataTree.Find(input, ["host", name]) ?? RegoNull.Instance);
        }
    }

    // What a tool of somebody else makes of its arguments is not known from one of them.
    private static bool IsAboutItsInput(RegoObject proposal) =>
        !(Member(proposal, "kind") is RegoString { Value: var kind } && ProposalKinds.TryParse(kind, out var known)
            && known is ProposalKind.Command or ProposalKind.FileWrite or ProposalKind.FileEdit or ProposalKind.FileRead or ProposalKind.WebFetch);

    private static string Covers(RegoObject facts)
    {
        var names = Enumerable.Range(0, List(facts, "commands").Count).Select(i => $"\"command:{i}\"")
            .Concat(Enumerable.Range(0, List(facts, "effects").Count).Select(i => $"\"effect:{i}\""));
        return string.Join(", ", names) is { Length: > 0 } covers ? $"[{covers}]" : "\"all\"";
    }

    private static RegoArray Without(RegoObject facts, string list, string member) => RegoArray.From(List(facts, list).Select(item =>
    {
        if (item is not RegoObject map)
        {
            return item;
        }

        var kept = new RegoObject.Builder(map.Count);
        foreach (var (name, value) in map)
        {
            if (!name.Equals(RegoString.Of(member)))
            {
                kept.Set(name, value);
            }
        }

        return kept.Build();
    }));

    private static RegoArray List(RegoObject facts, string name) => facts.TryGet(name, out var value) && value is RegoArray list ? list : RegoArray.Empty;

    private static RegoValue Member(RegoObject map, string name) => map.TryGet(name, out var value) ? value : RegoNull.Instance;

    private static string Json(string text) => RegoString.Of(text).ToJson();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static (PrecedentModule?, Problem?) Refuse(string code, string message) => (null, new Problem(code, message, 409));
}
