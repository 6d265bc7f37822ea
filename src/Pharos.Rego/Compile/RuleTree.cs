using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Modules merged by package into one tree, with the rules of each document and function gathered.</summary>
internal sealed class RuleTree
{
    private readonly Diagnostics _diagnostics;
    private readonly Dictionary<VirtualNode, List<RuleSource>> _rules = [];
    private readonly Dictionary<VirtualNode, HashSet<string>> _names = [];
    private readonly Dictionary<VirtualNode, SourceLocation> _packages = [];

    public RuleTree(IReadOnlyList<Module> modules, IReadOnlyList<Builtin> builtins, Diagnostics diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var module in modules)
        {
            var package = Package(module);
            var names = _names[package];
            foreach (var rule in module.Rules)
            {
                names.Add(rule.Name);
            }
        }

        var metadata = new MetadataSet(modules, diagnostics);
        var constantCalls = new ConstantCalls();
        foreach (var module in modules)
        {
            var scope = new ModuleScope(module, _names[Package(module)], Root, metadata) { Builtins = builtins, ConstantCalls = constantCalls };
            foreach (var rule in module.Rules)
            {
                Add(rule, scope, Package(module));
            }
        }

        Gather(Root);
    }

    public VirtualNode Root { get; } = new(null, "data");

    public List<(RuleDocument Document, List<RuleSource> Rules)> Documents { get; } = [];

    public List<(FunctionDocument Function, List<RuleSource> Rules)> Functions { get; } = [];

    private VirtualNode Package(Module module)
    {
        var node = module.Package.Aggregate(Root, (at, name) => at.Descend(name));
        _packages.TryAdd(node, module.PackageLocation);
        _names.TryAdd(node, new HashSet<string>(StringComparer.Ordinal));
        return node;
    }

    private void Add(Rule rule, ModuleScope scope, VirtualNode package)
    {
        var node = package.Descend(rule.Name);
        var fixedLength = 0;
        while (fixedLength < rule.Path.Count && rule.Path[fixedLength] is ScalarTerm { Value: RegoString name })
        {
            node = node.Descend(name.Value);
            fixedLength++;
        }

        var source = new RuleSource(rule, scope, node, [.. rule.Path.Skip(fixedLength)]);
        if (rule.Kind == RuleKind.Function && source.Dynamic.Count > 0)
        {
            _diagnostics.Add("rego_type_error", "function names must be constant references", rule.Location);
            return;
        }

        if (rule.IsDefault && source.Dynamic.Any(part => part is not ScalarTerm))
        {
            _diagnostics.Add("rego_parse_error", "default rules must not contain variables in their head", rule.Location);
            return;
        }

        if (!_rules.TryGetValue(node, out var list))
        {
            _rules.Add(node, list = []);
        }

        list.Add(source);
    }

    private void Gather(VirtualNode node)
    {
        if (_rules.TryGetValue(node, out var rules) && Describe(node, rules) is { } function)
        {
            Functions.Add((function, rules));
        }
        else if (rules is not null)
        {
            var all = new List<RuleSource>(rules);
            var simple = rules.TrueForAll(r => r.Dynamic.Count == 0);
            foreach (var child in node.Children.Values)
            {
                Below(child, all);
            }

            var document = new RuleDocument(Documents.Count, node)
            {
                Kind = !simple || all.Count > rules.Count ? DocumentKind.Tree
                    : rules[0].Rule.Kind == RuleKind.Contains ? DocumentKind.Set : DocumentKind.Complete,
            };
            if (all.Count > rules.Count && rules.Exists(r => r.Dynamic.Count == 0))
            {
                var below = string.Join(", ", all.Skip(rules.Count).Select(r => r.Node.FullName).Distinct(StringComparer.Ordinal));
                _diagnostics.Add("rego_type_error", $"rule {node.FullName} conflicts with [{below}]", rules[0].Rule.Location);
            }

            node.Document = document;
            Documents.Add((document, all));
            return;
        }

        foreach (var child in node.Children.Values)
        {
            Gather(child);
        }
    }

    private void Below(VirtualNode node, List<RuleSource> all)
    {
        if (_packages.TryGetValue(node, out var package))
        {
            _diagnostics.Add("rego_type_error", $"package {node.FullName} conflicts with a rule defined above it", package);
        }

        if (_rules.TryGetValue(node, out var rules))
        {
            if (Describe(node, rules) is { } function)
            {
                Functions.Add((function, rules));
            }
            else
            {
                all.AddRange(rules);
            }
        }

        foreach (var child in node.Children.Values)
        {
            Below(child, all);
        }
    }

    /// <summary>Checks that the rules of one name are of one kind; a function's document where they are functions.</summary>
    private FunctionDocument? Describe(VirtualNode node, List<RuleSource> rules)
    {
        var functions = rules.Where(r => r.Rule.Kind == RuleKind.Function).ToList();
        var kinds = rules.Where(r => r.Dynamic.Count == 0).Select(r => r.Rule.Kind).Distinct().Count();
        if (kinds > 1 || (functions.Count > 0 && functions.Count < rules.Count)
            || functions.Exists(f => f.Rule.Parameters.Count != functions[0].Rule.Parameters.Count))
        {
            _diagnostics.Add("rego_type_error", $"conflicting rules {node.FullName} found", rules[0].Rule.Location);
        }

        var places = new HashSet<RegoValue>();
        if (rules.Find(r => r.Rule.IsDefault && !places.Add(RegoArray.From(r.Dynamic.Select(part => ((ScalarTerm)part).Value)))) is { } defaults)
        {
            _diagnostics.Add("rego_type_error", $"multiple default rules {node.FullName} found", defaults.Rule.Location);
        }

        if (_packages.TryGetValue(node, out var package))
        {
            _diagnostics.Add("rego_type_error", $"package {node.FullName} conflicts with rule {node.FullName} defined at {rules[0].Rule.Location.File}:{rules[0].Rule.Location.Row}", package);
        }

        if (functions.Count == 0)
        {
            return null;
        }

        return node.Function = new FunctionDocument(node, functions[0].Rule.Parameters.Count);
    }
}
