using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>Finds variables and parameters of a rule that are given a value, and never looked at.</summary>
internal sealed class UnusedNames(Diagnostics diagnostics) : SyntaxWalker
{
    private readonly List<(string Kind, VariableTerm Variable)> _declared = [];
    private readonly Dictionary<string, int> _mentions = new(StringComparer.Ordinal);

    public void Check(Rule rule)
    {
        Walk(rule);
        foreach (var (kind, variable) in _declared.Where(d => !IsUsed(d.Variable.Name)))
        {
            diagnostics.Add("rego_compile_error", $"{kind} var {variable.Name} unused", variable.Location);
        }

        foreach (var parameter in rule.Parameters.OfType<VariableTerm>().Where(p => !p.IsWildcard && _mentions[p.Name] == 1))
        {
            diagnostics.Add("rego_compile_error", $"unused argument {parameter.Name}. (hint: use _ (wildcard variable) instead)", parameter.Location);
        }
    }

    public override void Walk(Literal literal)
    {
        if (literal is UnifyLiteral { Declares: true } assignment)
        {
            Declare(assignment.Left);
        }
        else if (literal is SomeLiteral some)
        {
            _declared.AddRange(some.Variables.Select(v => ("declared", v)));
        }

        base.Walk(literal);
    }

    public override void Walk(Term? term)
    {
        if (term is VariableTerm { IsWildcard: false } variable)
        {
            _mentions[variable.Name] = _mentions.GetValueOrDefault(variable.Name) + 1;
        }

        base.Walk(term);
    }

    /// <summary>An assignment mentions its own variable, a declaration does not.</summary>
    private bool IsUsed(string name) =>
        _mentions.GetValueOrDefault(name) > _declared.Count(d => d.Variable.Name == name && d.Kind == "assigned");

    private void Declare(Term pattern)
    {
        switch (pattern)
        {
            case VariableTerm { IsWildcard: false } variable:
                _declared.Add(("assigned", variable));
                break;
            case ArrayTerm array:
                foreach (var item in array.Items)
                {
                    Declare(item);
                }

                break;
            case ObjectTerm map:
                foreach (var entry in map.Entries)
                {
                    Declare(entry.Value);
                }

                break;
            default:
                break;
        }
    }
}
