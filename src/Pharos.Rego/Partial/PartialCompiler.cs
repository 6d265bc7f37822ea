using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Partial;

/// <summary>Prepares a query, evaluates it in part and writes down what remains.</summary>
internal static class PartialCompiler
{
    private static readonly Module NoModule = new("query", new SourceLocation("query", 1, 1), [], [], [], []);

    public static PartialOutcome Run(RegoProgram program, PartialRequest request, CancellationToken cancellation)
    {
        var diagnostics = new Diagnostics();
        var unknowns = Paths(request.Unknowns, diagnostics);
        var disabled = Paths(request.DisableInlining, diagnostics);
        var (body, errors) = Parser.ParseQuery(request.Query, program.Rules.Options);
        foreach (var error in errors)
        {
            diagnostics.Add(error);
        }

        if (diagnostics.Any)
        {
            return new PartialOutcome.Rejected(diagnostics.Ordered());
        }

        // Compiling the query as a whole finds what is unsafe or undefined in it.
        if (!program.TryPrepareQuery(request.Query, out _, out var problems))
        {
            return new PartialOutcome.Rejected(problems);
        }

        var resolver = new Resolver(new ModuleScope(NoModule, new HashSet<string>(StringComparer.Ordinal), program.Rules.Root) { Builtins = program.Rules.Options.Builtins }, diagnostics, 0);
        var literals = BodyOrder.Order(resolver.OpenBody(body, []), []);
        List<KeyValuePair<string, int>> variables = [.. resolver.Scope.Variables.OrderBy(v => v.Key, StringComparer.Ordinal)];
        var names = new VariableNames();
        names.Reserve(resolver.SlotCount, resolver.NameOf);
        variables.ForEach(v => names.Keep(v.Value, v.Key));
        var evaluator = new PartialEvaluator(program, request, unknowns, disabled, names, cancellation);
        var ways = evaluator.Query(literals, variables);
        if (evaluator.Failure is var (code, message))
        {
            return new PartialOutcome.Failed(code, message);
        }

        var text = evaluator.Support.Text;
        var queries = ways.Select(way => new PartialQuery(way, [.. way.Select(text.Literal)])).DistinctBy(q => q.ToString(), StringComparer.Ordinal).ToList();
        return new PartialOutcome.Residual(queries, evaluator.Support.Modules);
    }

    /// <summary>What a query that compiles depends on.</summary>
    public static RegoDependencies Dependencies(RegoProgram program, string query)
    {
        var resolver = new Resolver(new ModuleScope(NoModule, new HashSet<string>(StringComparer.Ordinal), program.Rules.Root) { Builtins = program.Rules.Options.Builtins }, new Diagnostics(), 0);
        var literals = resolver.OpenBody(Parser.ParseQuery(query, program.Rules.Options).Body, []);
        return new DependencyWalk(new RuleTemplates(program.Rules.Tree), program.Rules.Root).Of(literals);
    }

    private static List<RootPath> Paths(IReadOnlyList<string> references, Diagnostics diagnostics)
    {
        var paths = new List<RootPath>();
        foreach (var reference in references)
        {
            var (body, errors) = Parser.ParseQuery(reference);
            if (errors.Count == 0 && body is [TermLiteral { Modifiers.Count: 0, Term: var term }] && Path(term) is { } path)
            {
                paths.Add(path);
            }
            else
            {
                diagnostics.Add("rego_parse_error", $"{reference} is no reference such as input.user or data.reports", new SourceLocation("query", 1, 1));
            }
        }

        return paths;
    }

    private static RootPath? Path(Term term)
    {
        var head = (term as ReferenceTerm)?.Head ?? term;
        var path = (term as ReferenceTerm)?.Path ?? [];
        return head is VariableTerm { Name: "input" or "data" } root && path.All(p => p is ScalarTerm)
            ? new RootPath(root.Name == "input" ? RootKind.Input : RootKind.Data, [.. path.Select(p => ((ScalarTerm)p).Value)])
            : null;
    }
}
