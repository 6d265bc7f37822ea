using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// The branches of one rule's <c>else</c> chain by the value of the field that most of them ask for: of twenty branches for ten kinds of effect, the two of its own
/// kind are tried. A branch found may still not hold.
/// </summary>
internal sealed class AlternativeIndex
{
    /// <summary>Shorter chains are tried as fast as they are looked up.</summary>
    private const int ShortestChain = 3;

    private readonly IndexField _field;
    private readonly KeyTable _values = new(0);
    private readonly RuleCode[][] _byValue;
    private readonly RuleCode[] _others;

    private AlternativeIndex(IndexField field, IReadOnlyList<(RuleCode Rule, RegoValue[]? Wanted)> chain)
    {
        _field = field;
        foreach (var value in chain.SelectMany(branch => branch.Wanted ?? []).Distinct())
        {
            _values.Append(value);
        }

        _byValue = new RuleCode[_values.Count][];
        for (var i = 0; i < _byValue.Length; i++)
        {
            var value = _values[i];
            _byValue[i] = [.. chain.Where(branch => branch.Wanted is null || branch.Wanted.Contains(value)).Select(branch => branch.Rule)];
        }

        _others = [.. chain.Where(branch => branch.Wanted is null).Select(branch => branch.Rule)];
    }

    /// <summary>The index of a chain; null where its branches have no field in common.</summary>
    /// <param name="first">The chain's first branch.</param>
    /// <param name="conditions">The values that a branch wants of each field; null for any.</param>
    public static AlternativeIndex? Of(RuleCode first, Func<RuleCode, IReadOnlyDictionary<IndexField, RegoValue[]?>> conditions)
    {
        var chain = new List<RuleCode>();
        for (var rule = first; rule is not null; rule = rule.Else)
        {
            chain.Add(rule);
        }

        if (chain.Count < ShortestChain)
        {
            return null;
        }

        var asked = new Dictionary<IndexField, int>();
        foreach (var (field, values) in chain.SelectMany(rule => conditions(rule)))
        {
            if (values is not null)
            {
                asked[field] = asked.GetValueOrDefault(field) + 1;
            }
        }

        return asked.Count == 0 || asked.MaxBy(entry => entry.Value) is not { Value: > 1, Key: { } best } ? null
            : new AlternativeIndex(best, chain.ConvertAll(rule => (rule, conditions(rule).GetValueOrDefault(best))));
    }

    /// <summary>The branches that may hold, in the order of the text.</summary>
    public ReadOnlySpan<RuleCode> Find(Machine machine, ReadOnlySpan<RegoValue> arguments)
    {
        var at = _field.Find(machine, arguments, _values, out _);
        return at < 0 ? _others : _byValue[at];
    }
}
