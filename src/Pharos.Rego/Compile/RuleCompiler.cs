using Pharos.Rego.Compile.Types;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Compiles the rules of one document or function.</summary>
internal sealed class RuleCompiler(VirtualNode root, Diagnostics diagnostics, CompileOptions options)
{
    private readonly Dictionary<RuleCode, IndexConditions> _conditions = new(ReferenceEqualityComparer.Instance);

    /// <summary>The conditions of each body by itself, where <see cref="_conditions"/> are also those of what is tried after it.</summary>
    private readonly Dictionary<RuleCode, IndexConditions> _own = new(ReferenceEqualityComparer.Instance);

    private readonly List<LookupSource> _lookups = [];

    /// <summary>What the rules compiled so far refer to.</summary>
    public HashSet<object> Dependencies { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a rule looks at the input, the clock or chance, or leaves notes.</summary>
    public bool Varies { get; private set; }

    /// <summary>Whether a rule leaves notes or prints lines.</summary>
    public bool Notes { get; private set; }

    /// <summary>Whether a rule has loops or calls functions.</summary>
    public bool IsCostly { get; private set; }

    /// <summary>The rules compiled so far, as the type checker sees them.</summary>
    public List<TypedRule> Typed { get; } = [];

    public void Document(RuleDocument document, List<RuleSource> sources)
    {
        document.IsFlat = document.Kind == DocumentKind.Tree
            && sources.TrueForAll(source => !source.Rule.IsDefault && source.Node == document.Node && source.Dynamic.Count == 1 && source.Rule.Kind == RuleKind.Value);
        var rules = new List<RuleCode>();
        var defaults = new List<(RegoValue[] Path, TermCode Value)>();
        foreach (var source in sources)
        {
            if (source.Rule.IsDefault)
            {
                if (DefaultValue(source) is { } value)
                {
                    document.Default = value;
                    defaults.Add(([.. FixedPath(document.Node, source.Node), .. source.Dynamic.Select(part => ((ScalarTerm)part).Value)], value));
                }
            }
            else if (Rule(source, source.Rule, document) is { } rule)
            {
                rules.Add(rule);
            }
        }

        document.Rules = [.. rules];
        rules.ForEach(IndexAlternatives);
        document.Defaults = [.. defaults];
        document.SetPaths = document.Kind != DocumentKind.Tree ? [] :
        [
            .. sources.Where(s => s.Rule.Kind == RuleKind.Contains && s.Dynamic.Count == 0).Select(s => FixedPath(document.Node, s.Node)),
        ];
        document.IsConstant = document.Kind == DocumentKind.Complete && SameConstant(sources);
        if (options.Optimize && rules.Count == sources.Count - defaults.Count)
        {
            document.Index = IndexBuilder.Build(rules.ConvertAll(rule => (rule, _conditions[rule])));
        }
    }

    /// <summary>Plans the rules of a partial document a second time, for one key, where something asks for one.</summary>
    public void Lookups(RuleDocument document)
    {
        if (options.Instrument || document.Defaults.Length > 0 || _lookups.Count == 0 || _lookups.Count != document.Rules.Length || Dependencies.Contains(document))
        {
            return;
        }

        var plans = _lookups.ConvertAll(lookup => lookup.Plan(root, document.Kind == DocumentKind.Set));
        if (plans.Contains(null))
        {
            return;
        }

        for (var i = 0; i < plans.Count; i++)
        {
            _lookups[i].Rule.Lookup = plans[i];
        }

        document.HasLookups = true;
    }

    public void Function(FunctionDocument function, List<RuleSource> sources)
    {
        var rules = new List<RuleCode>();
        foreach (var source in sources)
        {
            if (Rule(source, source.Rule, null) is not { } rule)
            {
                continue;
            }

            if (source.Rule.IsDefault)
            {
                function.Default = rule;
            }
            else
            {
                rules.Add(rule);
            }
        }

        function.Rules = [.. rules];
        rules.ForEach(IndexAlternatives);
        function.Index = options.Optimize && rules.Count == sources.Count - (function.Default is null ? 0 : 1)
            ? IndexBuilder.Build(rules.ConvertAll(rule => (rule, _conditions[rule])))
            : null;
        function.IsConstant = SameConstant(sources.Where(s => !s.Rule.IsDefault));
    }

    // Who watches an evaluation sees every branch tried.
    private void IndexAlternatives(RuleCode rule) =>
        rule.Alternatives = options is { Optimize: true, Instrument: false } ? AlternativeIndex.Of(rule, branch => _own[branch].ByField) : null;

    private static bool SameConstant(IEnumerable<RuleSource> sources)
    {
        RegoValue? constant = null;
        foreach (var source in sources.Where(s => !s.Rule.IsDefault))
        {
            for (var rule = source.Rule; rule is not null; rule = rule.Else)
            {
                if (rule.Value is not ScalarTerm scalar || (constant is not null && !constant.Equals(scalar.Value)))
                {
                    return false;
                }

                constant = scalar.Value;
            }
        }

        return true;
    }

    private static RegoValue[] FixedPath(VirtualNode from, VirtualNode to)
    {
        var path = new List<RegoValue>();
        for (var node = to; node != from; node = node.Parent!)
        {
            path.Add(RegoString.Of(node.Name));
        }

        path.Reverse();
        return [.. path];
    }

    private TermCode? DefaultValue(RuleSource source)
    {
        TermCode? value = null;
        var resolver = new Resolver(source.Scope, diagnostics, 1) { Rule = source.Rule };
        var planner = new Planner(resolver, root, diagnostics, options.Optimize);
        var literals = resolver.OpenBody([], [source.Rule.Value]);
        var term = resolver.Term(source.Rule.Value!);
        Typed.Add(new TypedRule(literals, term, source.Rule.Location));
        planner.Body(literals, [], [term], source.Rule.Location, codes =>
        {
            value = codes[0];
            return new FoundStep();
        });
        Dependencies.UnionWith(planner.Dependencies);
        Varies |= planner.Varies;
        Notes |= planner.Notes;
        IsCostly |= planner.IsCostly;
        return value is null ? null : new DefaultCode(value, resolver.SlotCount);
    }

    private RuleCode? Rule(RuleSource source, Rule rule, RuleDocument? document)
    {
        var complaints = diagnostics.Count;
        var resolver = new Resolver(source.Scope, diagnostics, rule.Parameters.Count + 1) { Rule = source.Rule };
        var matched = new List<int>();
        for (var i = 0; i < rule.Parameters.Count; i++)
        {
            if (rule.Parameters[i] is VariableTerm { IsWildcard: true })
            {
                continue;
            }

            if (rule.Parameters[i] is VariableTerm variable && !resolver.IsParameter(variable.Name))
            {
                resolver.DeclareParameter(variable, i + 1);
            }
            else
            {
                matched.Add(i);
            }
        }

        foreach (var i in matched)
        {
            resolver.DeclarePattern(rule.Parameters[i]);
        }

        var body = resolver.OpenBody(rule.Body, [.. source.Dynamic, .. matched.Select(i => rule.Parameters[i]), rule.Value]);
        var literals = matched.ConvertAll<LiteralNode>(i => new UnifyNode(rule.Location, resolver.Term(rule.Parameters[i]), new SlotNode(i + 1)));
        literals.AddRange(body);
        var head = new List<TermNode>();
        if (document is { Kind: DocumentKind.Tree })
        {
            head.AddRange(FixedPath(document.Node, source.Node).Select(p => new ConstantNode(p)));
            head.AddRange(source.Dynamic.Select(resolver.Term));
        }

        head.Add(resolver.Term(rule.Value!));
        if (diagnostics.Count > complaints)
        {
            // What a wrong name leaves unbound would be complained about again, and hide the cause.
            return null;
        }

        Typed.Add(new TypedRule(literals, head[^1], rule.Location));
        var instrument = options.Instrument ? new Instrument(resolver) : null;
        var planner = new Planner(resolver, root, diagnostics, options is { Optimize: true, Instrument: false }, instrument);
        var bound = Enumerable.Range(1, rule.Parameters.Count).ToHashSet();
        Func<Step, Step>? enter = null;
        var first = planner.Body(literals, bound, head, rule.Location, codes =>
        {
            var last = Terminal(codes, rule, document);
            last.Location = rule.Location;
            if (instrument is not null)
            {
                (last, enter) = instrument.Rule(rule, source.Node.FullName, last, () => (document?.IsConstant ?? source.Node.Function?.IsConstant) == true);
            }

            return last;
        });
        first = first is null || enter is null ? first : enter(first);
        Dependencies.UnionWith(planner.Dependencies);
        Varies |= planner.Varies;
        Notes |= planner.Notes;
        IsCostly |= planner.IsCostly;
        var alternative = rule.Else is null ? null : Rule(source, rule.Else, document);
        if (first is null || (alternative is null && rule.Else is not null))
        {
            return null;
        }

        var code = new RuleCode { First = first, Slots = resolver.SlotCount, Location = rule.Location, Else = alternative };
        var conditions = IndexConditions.Of(literals, rule.Parameters.Count);
        if (document is { Kind: DocumentKind.Set } || (document is { Kind: DocumentKind.Tree } && head.Count == 2 && source.Dynamic.Count == 1 && rule.Kind == RuleKind.Value))
        {
            _lookups.Add(new LookupSource(code, resolver, planner.Ordered, head, rule.Location));
        }

        _own.Add(code, conditions);
        _conditions.Add(code, alternative is null ? conditions : IndexConditions.Either(conditions, _conditions[alternative]));
        return code;
    }

    private static Step Terminal(TermCode[] codes, Rule rule, RuleDocument? document) => document?.Kind switch
    {
        DocumentKind.Set => new CollectStep(null, codes[0]),
        DocumentKind.Tree when document.IsFlat => new EntryStep(codes[0], codes[1]),
        DocumentKind.Tree => new InsertStep(codes[..^1], codes[^1], rule.Kind == RuleKind.Contains),
        DocumentKind.Complete => new ResultStep(codes[0], codes[0] is ConstantCode, "complete rules must not produce multiple outputs"),
        _ => new ResultStep(codes[0], codes[0] is ConstantCode, "functions must not produce multiple outputs for same inputs"),
    };
}
