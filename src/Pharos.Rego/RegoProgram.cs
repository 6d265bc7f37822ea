using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Partial;
using Pharos.Rego.Partial.Filters;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego;

/// <summary>Compiled modules and their data. Immutable, and shared by any number of threads.</summary>
public sealed class RegoProgram
{
    private readonly RegoValue?[] _lenient;
    private readonly RegoValue?[] _strict;
    private readonly bool _keepsValues;

    private RegoProgram(CompiledRules rules, RegoValue data)
    {
        _lenient = new RegoValue?[rules.Documents];
        _strict = new RegoValue?[rules.Documents];
        _keepsValues = rules.Options is { Optimize: true, Instrument: false };
        Rules = rules;
        Data = data;
        Packages = [.. rules.Modules.Select(m => string.Join('.', m.Package.Prepend("data"))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Tests = RegoTest.Of(rules.Modules);
    }

    /// <summary>The packages, as references such as <c>data.pharos.gate</c>, in order.</summary>
    public IReadOnlyList<string> Packages { get; }

    /// <summary>The rules that are tests, in the order of the modules.</summary>
    public IReadOnlyList<RegoTest> Tests { get; }

    /// <summary>Where rules define documents: for each rule its package and the names of its head, as far as they are constant.</summary>
    public IEnumerable<IReadOnlyList<string>> RulePaths =>
        from module in Rules.Modules
        from rule in module.Rules
        let names = rule.Path.Select(term => term is ScalarTerm { Value: RegoString name } ? name.Value : null).TakeWhile(name => name is not null)
        select (IReadOnlyList<string>)[.. module.Package, rule.Name, .. names];

    internal CompiledRules Rules { get; }

    internal RegoValue Data { get; }

    /// <summary>
    /// Values of documents that no input can change, by document: the first evaluation that needs one leaves it here. They are kept apart
    /// by strictness, because an error that makes one undefined fails the other.
    /// </summary>
    internal RegoValue?[]? Shared(bool strictErrors) => !_keepsValues ? null : strictErrors ? _strict : _lenient;

    /// <summary>Compiles modules; every complaint found is reported, none of them compiles in part.</summary>
    public static CompileOutcome Compile(IReadOnlyList<RegoModule> modules, RegoValue? data = null, CompileOptions? options = null)
    {
        options ??= CompileOptions.Default;
        var (rules, diagnostics) = ProgramCompiler.Compile(modules, options);
        return rules is null
            ? new CompileOutcome.Rejected([
                .. diagnostics.Take(options.MaximumDiagnostics).Select(d => modules.FirstOrDefault(m => m.Id == d.File) is { } module ? d.In(module.Source) : d),
            ])
            : new CompileOutcome.Compiled(new RegoProgram(rules, data ?? RegoObject.Empty));
    }

    /// <summary>Prepares the value at a reference without variables, such as <c>data.pharos.gate</c>.</summary>
    /// <exception cref="ArgumentException">The text is no such reference.</exception>
    public RegoQuery Prepare(string reference) => Prepared(QueryCompiler.Reference(Rules, reference), nameof(reference));

    /// <summary>Prepares the value at a reference without variables, or says what is wrong with it.</summary>
    public bool TryPrepare(string reference, out RegoQuery? prepared, out IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        (var compiled, diagnostics) = QueryCompiler.Reference(Rules, reference);
        diagnostics = [.. diagnostics.Select(d => d.In(reference))];
        prepared = compiled is null ? null : new RegoQuery(this, compiled);
        return prepared is not null;
    }

    /// <summary>Prepares a query such as <c>data.a.p = x</c>, whose value is an array of one object of variables for each solution.</summary>
    /// <exception cref="ArgumentException">The query does not compile.</exception>
    public RegoQuery PrepareQuery(string query) => Prepared(QueryCompiler.Body(Rules, query), nameof(query));

    /// <summary>Prepares a query, or says what is wrong with it.</summary>
    public bool TryPrepareQuery(string query, out RegoQuery? prepared, out IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        (var compiled, diagnostics) = QueryCompiler.Body(Rules, query);
        diagnostics = [.. diagnostics.Select(d => d.In(query))];
        prepared = compiled is null ? null : new RegoQuery(this, compiled);
        return prepared is not null;
    }

    /// <summary>Opens questions about one input, whose queries share what they evaluate.</summary>
    public RegoQuestions Questions(RegoValue? input, EvaluationOptions? options = null, CancellationToken cancellation = default) =>
        new(this, input, options ?? EvaluationOptions.Default, cancellation);

    /// <summary>The same rules over other data.</summary>
    public RegoProgram WithData(RegoValue data) => new(Rules, data);

    /// <summary>
    /// The same program compiled so that an evaluation can be watched (<see cref="EvaluationOptions.Tracers"/>). It answers the same, slower.
    /// </summary>
    public RegoProgram Instrument()
    {
        if (Rules.Options.Instrument)
        {
            return this;
        }

        var (rules, diagnostics) = ProgramCompiler.Compile(Rules.Modules, new Diagnostics(), Rules.Options with { Instrument = true });
        return rules is null
            ? throw new InvalidOperationException($"A program that compiled does not compile to be watched: {diagnostics[0]}")
            : new RegoProgram(rules, Data);
    }

    /// <summary>The stored and computed documents that a query depends on; null, with what is wrong, where it does not compile.</summary>
    public RegoDependencies? Dependencies(string query, out IReadOnlyList<RegoDiagnostic> diagnostics) =>
        TryPrepareQuery(query, out _, out diagnostics) ? PartialCompiler.Dependencies(this, query) : null;

    /// <summary>Evaluates a query as far as it can be without what is not known; says what remains of it.</summary>
    public PartialOutcome Partial(PartialRequest request, CancellationToken cancellation = default) => PartialCompiler.Run(this, request, cancellation);

    /// <summary>What the metadata around a rule says of making it a filter; the path is that below <c>data</c>.</summary>
    public FilterAnnotation FilterAnnotationOf(IReadOnlyList<string> path, out IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        var found = new Diagnostics();
        var annotation = FilterAnnotation.Of(Rules.Modules, path, found);
        diagnostics = found.Ordered();
        return annotation;
    }

    private RegoQuery Prepared((CompiledQuery? Query, IReadOnlyList<RegoDiagnostic> Diagnostics) result, string parameter) =>
        result.Query is { } query ? new RegoQuery(this, query) : throw new ArgumentException(string.Join('\n', result.Diagnostics), parameter);
}
