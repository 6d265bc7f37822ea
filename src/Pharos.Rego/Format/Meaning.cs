using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Format;

/// <summary>A module's tree without what formatting may change: comments, the order of imports, how a value is assigned, imports of keywords.</summary>
internal static class Meaning
{
    public static RegoValue Of(Module module)
    {
        var imports = module.Imports.Where(static i => i.Path[0] is not ("rego" or "future") || i.Path is ["future", "keywords", "not" or "and" or "or"]);
        var ordered = imports.OrderBy(static i => string.Join('/', i.Path), StringComparer.Ordinal).ThenBy(static i => i.Alias, StringComparer.Ordinal);
        var rules = module.Rules.Select(Plain).ToList();
        return Strip(AstJson.Of(module with { Imports = [.. ordered], Rules = rules, Comments = [] }));
    }

    private static Rule Plain(Rule rule) => rule with { Else = rule.Else is null ? null : Plain(rule.Else), Assigns = false, HasValue = false };

    private static RegoValue Strip(RegoValue value)
    {
        switch (value)
        {
            case RegoArray list:
                return RegoArray.From(list.Select(Strip));
            case RegoObject map:
                var kept = new RegoObject.Builder(map.Count);
                var isHead = map.ContainsKey(RegoString.Of("ref"));
                var hasValue = map.ContainsKey(RegoString.Of("value"));
                foreach (var entry in map)
                {
                    // The name and the key of a head follow from its reference, and differ with the way it is written.
                    var name = (entry.Key as RegoString)?.Value;
                    if (name != "assign" && !(isHead && (name == "name" || (name == "key" && hasValue))))
                    {
                        kept.Set(entry.Key, Strip(entry.Value));
                    }
                }

                return kept.Build();
            default:
                return value;
        }
    }
}
