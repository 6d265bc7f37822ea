using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>
/// What v1 forbids of what v0 allowed: names that hide the roots or other imports, and deprecated builtins. Strictness forbids it everywhere, and
/// imports that nothing uses.
/// </summary>
internal sealed class ModuleCheck(Diagnostics diagnostics, bool strict)
{
    private static readonly HashSet<string> Deprecated = new(StringComparer.Ordinal)
    {
        "all", "any", "cast_array", "cast_boolean", "cast_null", "cast_object", "cast_set", "cast_string", "net.cidr_overlap", "re_match", "set_diff",
    };

    public void Run(Module module)
    {
        foreach (var rule in module.Rules)
        {
            CheckParameters(rule);
        }

        if (!module.HoldsToV1 && !strict)
        {
            return;
        }

        var imports = new Dictionary<string, Import>(StringComparer.Ordinal);
        foreach (var import in module.Imports)
        {
            if (!imports.TryAdd(import.Name, import))
            {
                diagnostics.Add("rego_compile_error", $"import must not shadow {Show(imports[import.Name])}", import.Location);
            }
        }

        var own = module.Rules.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        var names = new Names(name => diagnostics.Add(
            "rego_type_error", $"deprecated built-in function calls in expression: {name.Name}", name.At), own);
        foreach (var rule in module.Rules)
        {
            if (rule.Name is "input" or "data")
            {
                diagnostics.Add("rego_compile_error", $"rules must not shadow {rule.Name} (use a different rule name)", rule.Location);
            }

            names.Walk(rule);
            if (strict)
            {
                new UnusedNames(diagnostics).Check(rule);
            }
        }

        foreach (var (name, import) in imports)
        {
            if (strict && import.Path[0] is "data" or "input" && !names.Used.Contains(name))
            {
                diagnostics.Add("rego_compile_error", $"{Show(import)} unused", import.Location);
            }
        }
    }

    private static string Show(Import import) =>
        $"import {string.Join('.', import.Path)}{(import.Alias is null ? "" : $" as {import.Alias}")}";

    private void CheckParameters(Rule rule)
    {
        foreach (var parameter in rule.Parameters)
        {
            if (parameter is VariableTerm { Name: "input" or "data" } root)
            {
                diagnostics.Add("rego_compile_error", $"args must not shadow {root.Name} (use a different variable name)", root.Location);
            }
        }
    }

    private sealed class Names(Action<(string Name, SourceLocation At)> deprecated, HashSet<string> own) : SyntaxWalker
    {
        public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

        public override void Walk(Term? term)
        {
            if (term is VariableTerm variable)
            {
                Used.Add(variable.Name);
            }

            if (term is CallTerm { Target: { } target } && Written(target) is { } name && Deprecated.Contains(name) && !own.Contains(name))
            {
                deprecated((name, term.Location));
            }

            base.Walk(term);
        }

        private static string? Written(Term target) => target switch
        {
            VariableTerm variable => variable.Name,
            ReferenceTerm { Head: VariableTerm head } reference when reference.Path.All(p => p is ScalarTerm { Value: RegoString }) =>
                string.Join('.', reference.Path.Select(p => ((RegoString)((ScalarTerm)p).Value).Value).Prepend(head.Name)),
            _ => null,
        };
    }
}
