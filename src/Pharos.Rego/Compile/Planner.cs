using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>
/// Orders the statements of a body so that every variable is bound before it is used, and turns them into steps. Whether a place binds or
/// compares is settled here, so nothing is unified at run time that is known before.
/// </summary>
internal sealed partial class Planner(Resolver resolver, VirtualNode root, Diagnostics diagnostics, bool optimize = true, Instrument? instrument = null)
{
    private readonly HashSet<SourceLocation> _unwatched = [];
    private SourceLocation _location;

    /// <summary>What the rule depends on, for the recursion check.</summary>
    public HashSet<object> Dependencies { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether what was planned looks at the input, the clock or chance, or leaves notes.</summary>
    public bool Varies { get; private set; }

    /// <summary>Whether what was planned leaves notes or prints lines, and so does more than come to a value.</summary>
    public bool Notes { get; private set; }

    /// <summary>Whether what was planned has loops or calls functions, and so may cost more than to look for an earlier result.</summary>
    public bool IsCostly { get; private set; }

    /// <summary>The statements of the body that was planned, in the order of its steps.</summary>
    public IReadOnlyList<LiteralNode> Ordered { get; private set; } = [];

    /// <summary>Plans the statements of a rule, and then its head terms, which the terminal step gets as code.</summary>
    public Step? Body(IReadOnlyList<LiteralNode> literals, HashSet<int> bound, IReadOnlyList<TermNode> head, SourceLocation headLocation, Func<TermCode[], Step> terminal)
    {
        var plan = new Plan(bound);
        _unwatched.Add(headLocation);
        if (!Statements(literals, plan, report: true))
        {
            return null;
        }

        Ordered = [.. plan.Literals];
        Hoist(head, plan);
        var codes = new TermCode[head.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (Code(head[i], plan) is not { } code)
            {
                ReportUnsafe(head[i], plan, headLocation);
                return null;
            }

            codes[i] = code;
        }

        return plan.Link(terminal(codes));
    }

    private bool Statements(IReadOnlyList<LiteralNode> literals, Plan plan, bool report)
    {
        var remaining = new List<LiteralNode>();
        foreach (var literal in literals)
        {
            Flatten(literal, remaining);
        }

        while (remaining.Count > 0)
        {
            if (remaining.Count > Plan.MaxSteps || plan.IsTooLong)
            {
                diagnostics.Add("rego_compile_error", $"body has more than {Plan.MaxSteps} statements", remaining[0].Location);
                return false;
            }

            var before = plan.Literals.Count;
            var planned = remaining.FindIndex(literal => TryPlan(literal, plan));
            if (planned >= 0)
            {
                plan.Order.Add(remaining[planned].Location);

                // What stands inside of a statement was planned with it.
                plan.Literals.RemoveRange(before, plan.Literals.Count - before);
                plan.Literals.Add(remaining[planned]);
            }
            else
            {
                if (report)
                {
                    ReportUnsafe(remaining, plan);
                }

                return false;
            }

            remaining.RemoveAt(planned);
        }

        return true;
    }

    private bool TryPlan(LiteralNode literal, Plan plan)
    {
        var saved = plan.Save();
        if (instrument is null || !_unwatched.Add(literal.Location))
        {
            if (PlanOne(literal, plan))
            {
                return true;
            }
        }
        else
        {
            // Statements of one place are watched as one: those inside of a with, and the halves of a pattern.
            var watch = instrument.Expression(literal, plan.Bound);
            plan.Add(watch.Before);
            var planned = PlanOne(literal, plan);
            _unwatched.Remove(literal.Location);
            if (planned)
            {
                plan.Add(watch.After);
                return true;
            }
        }

        plan.Restore(saved);
        return false;
    }

    private bool PlanOne(LiteralNode literal, Plan plan)
    {
        _location = literal.Location;
        if (literal is not WithNode)
        {
            Hoist(SlotUse.Terms(literal), plan);
        }

        switch (literal)
        {
            case TestNode test:
                if (Code(test.Term, plan) is not { } condition)
                {
                    return false;
                }

                Add(plan, condition is EqualCode { IsEqual: true } equal ? new EqualStep(equal.Left, equal.Right) : new TestStep(condition));
                return true;
            case UnifyNode unify:
                return Unify(unify, plan);
            case NotNode not:
                return Not(not, plan);
            case SomeInNode some:
                if (Code(some.Domain, plan) is not { } domain)
                {
                    return false;
                }

                var key = some.Key is null ? null : Pattern(some.Key, plan);
                if ((key is null && some.Key is not null) || Pattern(some.Value, plan) is not { } value)
                {
                    return false;
                }

                IsCostly = true;
                Add(plan, new SomeInStep(domain, key, value));
                return true;
            case EveryNode every:
                return Every(every, plan);
            case WithNode with:
                return With(with, plan);
            default:
                throw new InvalidOperationException($"unknown literal {literal.GetType().Name}");
        }
    }

    /// <summary>The one place where a step joins a plan: whoever wants to watch steps run wraps them here.</summary>
    private void Add(Plan plan, Step step)
    {
        step.Location = _location;
        plan.Add(step);
    }

    private bool With(WithNode with, Plan plan)
    {
        Hoist(SlotUse.Terms(with), plan);
        var replacements = new List<ReplacementCode>();
        foreach (var replacement in with.Replacements)
        {
            Varies |= replacement.ByBuiltin is { IsNondeterministic: true };
            TermCode? value = null;
            if (replacement.ByValue is not null && (value = Code(replacement.ByValue, plan)) is null)
            {
                return false;
            }

            var mock = replacement.ByFunction is null && replacement.ByBuiltin is null ? null : new Mock(replacement.ByBuiltin, replacement.ByFunction, null);
            if (replacement.ByFunction is not null)
            {
                Dependencies.Add(replacement.ByFunction);
            }

            VirtualNode? node = null;
            if (replacement.Root == RootKind.Data)
            {
                node = root;
                foreach (var name in replacement.Path)
                {
                    node = node?.Find(name);
                }
            }

            replacements.Add(new ReplacementCode(replacement.Root, [.. replacement.Path.Select(RegoString.Of)], node, replacement.Callee, mock, value));
        }

        // Slots that earlier steps left references in hold what was seen outside.
        plan.Hoisted.Clear();
        Add(plan, new WithEnterStep([.. replacements]));
        if (!Statements(with.Inner, plan, report: false))
        {
            return false;
        }

        plan.Hoisted.Clear();
        Add(plan, new WithExitStep());
        return true;
    }
}
