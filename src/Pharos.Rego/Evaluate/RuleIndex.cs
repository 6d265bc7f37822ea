using System.Collections.Frozen;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// Rules by the constant that they compare one input field with: of a thousand rules for a thousand values, one is tried. Rules without
/// such a comparison are in every list, and each list keeps the order of the text.
/// </summary>
internal sealed class RuleIndex(TermCode field, FrozenDictionary<RegoValue, RuleCode[]> byValue, RuleCode[] others)
{
    public RuleCode[] Candidates(Machine machine) =>
        field.Evaluate(machine, []) is { } value && byValue.TryGetValue(value, out var rules) ? rules : others;
}
