using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Gives every name of one rule its meaning: a slot of the frame, a document, the input, a function or a builtin.</summary>
internal sealed partial class Resolver(ModuleScope module, Diagnostics diagnostics, int firstSlot)
{
    private readonly List<HashSet<int>> _uses = [[]];
    private readonly Dictionary<int, (string Name, SourceLocation Location)> _names = [];
    private VariableScope _scope = new(null);

    public int SlotCount { get; private set; } = firstSlot;

    public VariableScope Scope => _scope;

    /// <summary>The rule whose names are resolved, which may ask for its metadata; null for a query.</summary>
    public Rule? Rule { get; init; }

    public string NameOf(int slot) => _names.TryGetValue(slot, out var entry) ? entry.Name : "_";

    public SourceLocation? LocationOf(int slot) => _names.TryGetValue(slot, out var entry) ? entry.Location : null;

    public int NewSlot() => SlotCount++;

    public void DeclareParameter(Term term, int slot)
    {
        if (term is VariableTerm { IsWildcard: false } variable)
        {
            _names[slot] = (variable.Name, variable.Location);
            _scope.Declare(variable.Name, slot);
        }
    }

    public bool IsParameter(string name) => _scope.IsDeclaredHere(name);

    /// <summary>Declares the variables inside a parameter that is a pattern.</summary>
    public void DeclarePattern(Term term) => Declare(Outputs(term).Where(variable => !_scope.IsDeclaredHere(variable.Name)), "declared");

    /// <summary>Opens a body with the names it uses directly, those of the given head terms included.</summary>
    /// <param name="scope">What the body adds its names to, where that has some already.</param>
    public List<LiteralNode> OpenBody(IReadOnlyList<Literal> body, IEnumerable<Term?> head, VariableScope? scope = null)
    {
        _scope = scope ?? new VariableScope(_scope);
        foreach (var name in FreeNames.Of(body, head))
        {
            if (_scope.Find(name) is null && module.Resolve(name) is null)
            {
                _scope.Add(name, Named(name, default));
            }
        }

        var literals = new List<LiteralNode>();
        foreach (var literal in body)
        {
            Add(literal, literals);
            _scope.EndStatement();
        }

        return literals;
    }

    public void CloseBody() => _scope = _scope.Parent!;

    public TermNode Term(Term term)
    {
        switch (term)
        {
            case ScalarTerm scalar:
                return new ConstantNode(scalar.Value);
            case VariableTerm variable:
                return Variable(variable);
            case ReferenceTerm reference:
                return Reference(reference);
            case ArrayTerm array:
                var items = array.Items.Select(Term).ToList();
                return items.TrueForAll(i => i is ConstantNode)
                    ? new ConstantNode(RegoArray.Of([.. items.Select(i => ((ConstantNode)i).Value)]))
                    : new ArrayNode(items);
            case SetTerm set:
                var members = set.Items.Select(Term).ToList();
                if (!members.TrueForAll(i => i is ConstantNode))
                {
                    return new SetNode(members);
                }

                var setBuilder = new RegoSet.Builder();
                members.ForEach(m => setBuilder.Add(((ConstantNode)m).Value));
                return new ConstantNode(setBuilder.Build());
            case ObjectTerm map:
                return Object(map);
            case ComprehensionTerm comprehension:
                return Comprehension(comprehension);
            case CallTerm call:
                return Call(call, allowOutput: false).Call;
            case TemplateTerm template:
                return Template(template);
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    private ConstantNode? Constant(RegoValue? value) => value is null ? null : new ConstantNode(value);

    private TermNode Object(ObjectTerm map)
    {
        var entries = map.Entries.Select(e => new KeyValuePair<TermNode, TermNode>(Term(e.Key), Term(e.Value))).ToList();
        if (!entries.TrueForAll(e => e.Key is ConstantNode && e.Value is ConstantNode))
        {
            return new ObjectNode(entries);
        }

        var builder = new RegoObject.Builder();
        foreach (var (key, value) in entries)
        {
            builder.Set(((ConstantNode)key).Value, ((ConstantNode)value).Value);
        }

        return Constant(builder.Build())!;
    }

    private TermNode Variable(VariableTerm variable)
    {
        if (variable.IsWildcard)
        {
            return new SlotNode(NewSlot(), isWildcard: true);
        }

        _scope.Reference(variable.Name);
        if (_scope.Find(variable.Name) is { } slot)
        {
            if (_names.TryGetValue(slot, out var named) && named.Location == default)
            {
                _names[slot] = (variable.Name, variable.Location);
            }

            return Use(slot);
        }

        if (module.Resolve(variable.Name) is { } global)
        {
            return new ReferenceNode(global.Root, null, [.. global.Path.Select(p => new ConstantNode(RegoString.Of(p)))]);
        }

        var added = Named(variable.Name, variable.Location);
        _scope.Add(variable.Name, added);
        return Use(added);
    }

    private TermNode Reference(ReferenceTerm reference)
    {
        var head = Term(reference.Head);
        var path = reference.Path.Select(Term);
        return head is ReferenceNode { Head: null } root
            ? new ReferenceNode(root.Root, null, [.. root.Path, .. path])
            : new ReferenceNode(RootKind.Term, head, [.. path]);
    }

    private ComprehensionNode Comprehension(ComprehensionTerm term)
    {
        var first = BeginClosure();
        var literals = OpenBody(term.Body, [term.Key, term.Value]);
        var key = term.Key is null ? null : Term(term.Key);
        var value = Term(term.Value);
        CloseBody();
        return new ComprehensionNode(term.Kind, key, value, new BodyNode(literals, EndClosure(first)));
    }

    private TemplateNode Template(TemplateTerm template)
    {
        var parts = new List<TermNode>();
        foreach (var part in template.Parts)
        {
            if (part.Value is null)
            {
                parts.Add(new ConstantNode(RegoString.Of(part.Text!)));
                continue;
            }

            // A part is the set of its values, so that an undefined one can be told from a missing result of the whole.
            var result = new VariableTerm(part.Value.Location, "$part");
            var body = new UnifyLiteral(part.Value.Location, result, part.Value, declares: true, part.Modifiers);
            parts.Add(Comprehension(new ComprehensionTerm(part.Value.Location, ComprehensionKind.Set, null, result, [body])));
        }

        return new TemplateNode(parts);
    }

    private SlotNode Use(int slot)
    {
        foreach (var use in _uses)
        {
            use.Add(slot);
        }

        return new SlotNode(slot);
    }

    private int BeginClosure()
    {
        _uses.Add([]);
        return SlotCount;
    }

    private List<int> EndClosure(int first)
    {
        var used = _uses[^1];
        _uses.RemoveAt(_uses.Count - 1);
        return [.. used.Where(slot => slot < first)];
    }

    private int Named(string name, SourceLocation location)
    {
        var slot = NewSlot();
        _names[slot] = (name, location);
        return slot;
    }
}
