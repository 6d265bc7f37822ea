using System.Collections.Frozen;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Finds the input field that most rules of a document compare with a constant, and orders the rules by that constant.</summary>
internal static class IndexBuilder
{
    /// <summary>Fewer rules than this are tried faster than looked up.</summary>
    private const int MinimumRules = 4;

    public static RuleIndex? Build(IEnumerable<RuleSource> sources, List<RuleCode> rules)
    {
        if (rules.Count < MinimumRules)
        {
            return null;
        }

        var comparisons = sources.Select(Comparisons).ToList();
        var field = comparisons.SelectMany(c => c.Keys).GroupBy(k => k, StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        if (field is null || field.Count() < MinimumRules)
        {
            return null;
        }

        var others = new List<RuleCode>();
        var values = comparisons.Where(c => c.ContainsKey(field.Key)).Select(c => c[field.Key]).Distinct().ToList();
        var byValue = values.ToDictionary(v => v, _ => new List<RuleCode>());
        for (var i = 0; i < rules.Count; i++)
        {
            if (comparisons[i].TryGetValue(field.Key, out var value))
            {
                byValue[value].Add(rules[i]);
                continue;
            }

            others.Add(rules[i]);
            foreach (var list in byValue.Values)
            {
                list.Add(rules[i]);
            }
        }

        // Names in the key are joined by a character that no name of a reference can hold unescaped in practice; it is split again here.
        var path = field.Key.Split('\0').Select(RegoString.Of).ToArray();
        return new RuleIndex(new InputFieldCode(path), byValue.ToFrozenDictionary(e => e.Key, e => e.Value.ToArray()), [.. others]);
    }

    private static Dictionary<string, RegoValue> Comparisons(RuleSource source)
    {
        var found = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        if (source.Rule.Else is not null)
        {
            return found;
        }

        foreach (var literal in source.Rule.Body.Where(l => l.Modifiers.Count == 0))
        {
            var (left, right) = literal switch
            {
                TermLiteral { Term: CallTerm { Operator: "equal" } call } => (call.Arguments[0], call.Arguments[1]),
                UnifyLiteral { Declares: false } unify => (unify.Left, unify.Right),
                _ => ((Term?)null, (Term?)null),
            };
            if ((Field(source, left) ?? Field(source, right)) is { } field && (left as ScalarTerm ?? right as ScalarTerm) is { } constant)
            {
                found.TryAdd(field, constant.Value);
            }
        }

        return found;
    }

    private static string? Field(RuleSource source, Term? term)
    {
        if (term is not ReferenceTerm { Head: VariableTerm head } reference
            || source.Scope.Resolve(head.Name) is not { Root: RootKind.Input } input
            || Shadows(source.Rule, head.Name))
        {
            return null;
        }

        var names = new List<string>(input.Path);
        foreach (var element in reference.Path)
        {
            if (element is not ScalarTerm { Value: RegoString text } || text.Value.Contains('\0'))
            {
                return null;
            }

            names.Add(text.Value);
        }

        return string.Join('\0', names);
    }

    /// <summary>Whether the body gives an import's name a meaning of its own.</summary>
    private static bool Shadows(Rule rule, string name) =>
        name != "input" && rule.Body.Any(l => l is not TermLiteral and not NotLiteral and not EveryLiteral && !FreeNames.Of(rule.Body, []).Contains(name));
}
