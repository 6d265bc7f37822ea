using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// A trie over the places that rules compare with constants: of a thousand rules for a thousand values, one is tried. Rules that do not
/// ask for a value of a place stand in a branch of their own, so the trie is as large as the rules are. A rule found may still not hold.
/// </summary>
internal sealed class RuleIndex
{
    private readonly RuleCode[] _rules;
    private readonly IndexField? _field;
    private readonly KeyTable _values = new(0);
    private readonly RuleIndex[] _byValue = [];
    private readonly RuleIndex? _holds;
    private readonly RuleIndex? _any;

    /// <summary>A leaf.</summary>
    public RuleIndex(RuleCode[] rules) => _rules = rules;

    /// <summary>A branch by the value of a field; rules that ask only that it holds, and rules that do not ask for it, are apart.</summary>
    public RuleIndex(IndexField field, IReadOnlyList<(RegoValue Value, RuleIndex Below)> byValue, RuleIndex? holds, RuleIndex? any)
    {
        _rules = [];
        _field = field;
        foreach (var (value, _) in byValue)
        {
            _values.Append(value);
        }

        _byValue = [.. byValue.Select(entry => entry.Below)];
        _holds = holds;
        _any = any;
    }

    /// <summary>Gathers the rules that may hold, in the order of the text.</summary>
    public void Find(Machine machine, ReadOnlySpan<RegoValue> arguments, ref RuleCandidates into)
    {
        var node = this;
        while (node is not null)
        {
            if (node._field is null)
            {
                into.Add(node._rules);
                return;
            }

            var at = node._field.Find(machine, arguments, node._values, out var holds);
            if (at >= 0)
            {
                node._byValue[at].Find(machine, arguments, ref into);
            }

            if (holds)
            {
                node._holds?.Find(machine, arguments, ref into);
            }

            node = node._any;
        }
    }
}
