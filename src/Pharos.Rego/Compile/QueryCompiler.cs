using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>A compiled query: one term, or a body whose solutions are collected.</summary>
internal sealed record CompiledQuery(TermCode? Term, Step? Body, int Slots);

internal static class QueryCompiler
{
    private static readonly Module NoModule = new("query", new SourceLocation("query", 1, 1), [], [], [], []);

    /// <summary>Compiles a reference without variables, such as <c>data.pharos.gate</c>.</summary>
    public static (CompiledQuery? Query, IReadOnlyList<RegoDiagnostic> Diagnostics) Reference(CompiledRules rules, string text)
    {
        var (body, errors) = Parser.ParseQuery(text, rules.Options);
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        if (body is not [TermLiteral { Modifiers.Count: 0, Term: ReferenceTerm or VariableTerm } literal])
        {
            return (null, [new RegoDiagnostic("rego_parse_error", "a reference such as data.example.allow is expected", "query", 1, 1)]);
        }

        var diagnostics = new Diagnostics();
        var (resolver, planner) = Open(rules, diagnostics);
        resolver.OpenBody([], []);
        CompiledQuery? query = null;
        var term = resolver.Term(literal.Term);
        planner.Body([], [], [term], literal.Location, codes =>
        {
            var code = rules.Options.Instrument ? new Instrument(resolver).Term(codes[0], term, literal.Location) : codes[0];
            query = new CompiledQuery(code, null, resolver.SlotCount);
            return new FoundStep();
        });
        return diagnostics.Any ? (null, diagnostics.Ordered()) : (query, []);
    }

    public static (CompiledQuery? Query, IReadOnlyList<RegoDiagnostic> Diagnostics) Body(CompiledRules rules, string text)
    {
        var (body, errors) = Parser.ParseQuery(text, rules.Options);
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        var diagnostics = new Diagnostics();
        var (resolver, planner) = Open(rules, diagnostics);
        var literals = resolver.OpenBody(body, []);
        var variables = resolver.Scope.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).ToList();
        Func<Step, Step>? enter = null;
        var step = planner.Body(literals, [], [.. variables.Select(v => new SlotNode(v.Value))], default, _ =>
        {
            Step last = new BindingsStep([.. variables.Select(v => RegoString.Of(v.Key))], [.. variables.Select(v => v.Value)]);
            if (rules.Options.Instrument)
            {
                (last, enter) = new Instrument(resolver).Body(literals, [], new SourceLocation("query", 1, 1), last);
            }

            return last;
        });
        step = step is null || enter is null ? step : enter(step);
        return diagnostics.Any || step is null ? (null, diagnostics.Ordered()) : (new CompiledQuery(null, step, resolver.SlotCount), []);
    }

    private static (Resolver Resolver, Planner Planner) Open(CompiledRules rules, Diagnostics diagnostics)
    {
        var scope = new ModuleScope(NoModule, new HashSet<string>(StringComparer.Ordinal), rules.Root) { Builtins = rules.Options.Builtins };
        var resolver = new Resolver(scope, diagnostics, 1);
        return (resolver, new Planner(resolver, rules.Root, diagnostics, !rules.Options.Instrument, rules.Options.Instrument ? new Instrument(resolver) : null));
    }
}
