using Pharos.Rego.Evaluate;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Builds the trie of a document's or function's rules from what their bodies ask of the input and of arguments.</summary>
internal static class IndexBuilder
{
    /// <summary>In how many branches one rule may stand; beyond that it is tried whatever the value is.</summary>
    private const int MaximumBranches = 64;

    /// <summary>How many fields are looked at one below the other.</summary>
    private const int MaximumDepth = 12;

    public static RuleIndex? Build(IReadOnlyList<(RuleCode Rule, IndexConditions Conditions)> rules)
    {
        if (rules.Count < 2)
        {
            return null;
        }

        for (var i = 0; i < rules.Count; i++)
        {
            rules[i].Rule.Order = i;
        }

        var entries = rules.Select(r => new Entry(r.Rule, r.Conditions.ByField, 1)).ToList();
        return Best(entries, []) is null ? null : Build(entries, [], 0);
    }

    private static RuleIndex Build(List<Entry> entries, HashSet<IndexField> used, int depth)
    {
        if (entries.Count < 2 || depth == MaximumDepth || Best(entries, used) is not { } field)
        {
            return new RuleIndex([.. entries.Select(e => e.Rule)]);
        }

        var byValue = new Dictionary<RegoValue, List<Entry>>();
        var values = new List<RegoValue>();
        var holds = new List<Entry>();
        var any = new List<Entry>();
        foreach (var entry in entries)
        {
            if (!entry.Conditions.TryGetValue(field, out var wanted) || (wanted is not null && entry.Branches * wanted.Length > MaximumBranches))
            {
                any.Add(entry);
            }
            else if (wanted is null)
            {
                holds.Add(entry);
            }
            else
            {
                foreach (var value in wanted)
                {
                    if (!byValue.TryGetValue(value, out var list))
                    {
                        byValue.Add(value, list = []);
                        values.Add(value);
                    }

                    list.Add(entry with { Branches = entry.Branches * wanted.Length });
                }
            }
        }

        HashSet<IndexField> below = [.. used, field];
        return new RuleIndex(
            field,
            values.ConvertAll(v => (v, Build(byValue[v], below, depth + 1))),
            holds.Count == 0 ? null : Build(holds, below, depth + 1),
            any.Count == 0 ? null : Build(any, below, depth + 1));
    }

    /// <summary>The field that most rules ask for; of those the one that tells most of them apart.</summary>
    private static IndexField? Best(List<Entry> entries, HashSet<IndexField> used)
    {
        var asked = new Dictionary<IndexField, (int Rules, HashSet<RegoValue> Values)>();
        var order = new List<IndexField>();
        foreach (var entry in entries)
        {
            foreach (var (field, values) in entry.Conditions)
            {
                if (used.Contains(field))
                {
                    continue;
                }

                if (!asked.TryGetValue(field, out var count))
                {
                    count = (0, []);
                    order.Add(field);
                }

                count.Values.UnionWith(values ?? []);
                asked[field] = (count.Rules + 1, count.Values);
            }
        }

        var best = order.OrderByDescending(f => asked[f].Rules).ThenByDescending(f => asked[f].Values.Count).FirstOrDefault();
        return best is not null && asked[best].Rules > 1 ? best : null;
    }

    private sealed record Entry(RuleCode Rule, Dictionary<IndexField, RegoValue[]?> Conditions, int Branches);
}
