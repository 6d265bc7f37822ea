using Pharos.Rego.Builtins;
using Pharos.Rego.Compile;
using Pharos.Rego.Evaluate;

namespace Pharos.Rego.Partial;

/// <summary>
/// Evaluates statements of which some cannot be, in continuation-passing form: what follows is run once for each way in which a statement may
/// hold, and conditions that need something unknown are saved on the way. A term that has been evaluated is a constant, an unbound variable, a
/// composite of those, or (only on its own) a reference to something unknown or a closure over it.
/// </summary>
internal sealed partial class PartialEvaluator
{
    private readonly RegoProgram _program;
    private readonly PartialRequest _request;
    private readonly IReadOnlyList<RootPath> _disabled;
    private readonly Machine _machine = new();
    private readonly RuleTemplates _templates;
    private readonly Bindings _bindings = new();
    private readonly VariableNames _names;
    private readonly HashSet<int> _rigid = [];
    private PartialScope _scope;
    private List<LiteralNode> _saved = [];
    private bool _savedInWith;
    private int _residuals;

    public PartialEvaluator(RegoProgram program, PartialRequest request, IReadOnlyList<RootPath> unknowns, IReadOnlyList<RootPath> disabled, VariableNames names, CancellationToken cancellation)
    {
        _program = program;
        _request = request;
        _disabled = disabled;
        _names = names;
        Support = new SupportRules(request.Namespace, names);
        _templates = new RuleTemplates(program.Rules.Tree);
        _machine.Start(program.Rules.Documents, request.Input, program.Data, null, request.Evaluation, cancellation);
        _scope = new PartialScope(_machine.Scope, Depend(new Unknowns(unknowns, []), null), false);
    }

    public (string Code, string Message)? Failure => _machine.Failed ? (_machine.ErrorCode!, _machine.ErrorMessage!) : null;

    private VirtualNode Root => _program.Rules.Root;

    /// <summary>The conditions of each way in which a body may hold; its named variables keep their names.</summary>
    public List<IReadOnlyList<LiteralNode>> Query(IReadOnlyList<LiteralNode> body, IReadOnlyList<KeyValuePair<string, int>> variables)
    {
        var live = variables.Select(v => v.Value).ToHashSet();
        return Collect(body, [], () => variables.Select(v => new SlotNode(v.Value)).Where(IsBound).Select(Equation), live);
    }

    private static bool Is(TermNode term, SlotNode slot) => term is SlotNode other && other.Slot == slot.Slot;

    private bool IsBound(SlotNode slot) => !Is(_bindings.Resolve(slot), slot);

    /// <summary>Says of a variable that was bound what it stands for.</summary>
    private UnifyNode Equation(SlotNode slot) => new(default, slot, _bindings.Rewrite(slot));

    private Dependence Depend(Unknowns unknowns, IReadOnlyDictionary<object, Mock>? mocks) =>
        new(_templates, Root, unknowns, mocks, _request.NondeterministicBuiltins);

    /// <summary>Saves a condition for what follows. Inside of a <c>with</c> it only notes that there is one: the whole statement is saved then.</summary>
    private void Save(LiteralNode literal, Action next)
    {
        if (_scope.IsWith)
        {
            _savedInWith = true;
            return;
        }

        _saved.Add(literal);
        next();
        _saved.RemoveAt(_saved.Count - 1);
    }

    private SlotNode Fresh() => new(_names.Reserve(1, null));

    private void Literals(IReadOnlyList<LiteralNode> literals, int index, Action next)
    {
        if (_machine.Tick() || !_machine.HasStack())
        {
            return;
        }

        if (index == literals.Count)
        {
            next();
            return;
        }

        Literal(literals[index], () => Literals(literals, index + 1, next));
    }

    /// <summary>Evaluates statements on their own and gathers the conditions of each way in which they hold.</summary>
    private List<IReadOnlyList<LiteralNode>> Collect(IReadOnlyList<LiteralNode> body, IReadOnlyCollection<int> captured, Func<IEnumerable<LiteralNode>>? bindings = null, HashSet<int>? live = null)
    {
        var outer = _saved;
        var rigid = Freeze(captured);
        var ways = new List<IReadOnlyList<LiteralNode>>();
        _saved = [];
        Literals(body, 0, () =>
        {
            if (++_residuals > _request.MaximumResiduals)
            {
                _machine.Fail("partial_limit_size", $"more than {_request.MaximumResiduals} conditions remain");
                return;
            }

            var conditions = _saved.ConvertAll(_bindings.Rewrite);
            conditions.AddRange(bindings?.Invoke() ?? []);
            if (Simplifier.Simplify(conditions, live ?? _rigid) is { } simple)
            {
                ways.Add(simple);
            }
        });
        _saved = outer;
        _rigid.ExceptWith(rigid);
        return ways;
    }

    /// <summary>Keeps what a closure captures and what is not bound yet from being bound inside: there it stands for whatever it will be.</summary>
    private List<int> Freeze(IReadOnlyCollection<int> captured)
    {
        var slots = new HashSet<int>();
        foreach (var slot in captured)
        {
            SlotUse.Slots(_bindings.Rewrite(new SlotNode(slot)), slots);
        }

        var frozen = new List<int>();
        foreach (var slot in slots)
        {
            if (_rigid.Add(slot))
            {
                frozen.Add(slot);
            }
        }

        return frozen;
    }
}
