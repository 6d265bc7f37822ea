using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

internal enum DocumentKind
{
    Complete,
    Set,
    Tree,
}

/// <summary>The rules that together define the value at one path, evaluated at most once per scope.</summary>
internal sealed partial class RuleDocument(int id, VirtualNode node)
{
    /// <summary>Stands for undefined among the values kept with a program.</summary>
    private static readonly RegoValue KnownUndefined = RegoArray.Of(RegoNull.Instance);

    public int Id { get; } = id;

    public VirtualNode Node { get; } = node;

    public DocumentKind Kind { get; set; }

    public RuleCode[] Rules { get; set; } = [];

    public RuleIndex? Index { get; set; }

    public TermCode? Default { get; set; }

    /// <summary>Whether every rule gives the same constant, so that the first that holds decides.</summary>
    public bool IsConstant { get; set; }

    /// <summary>Whether only stored data and rules decide the value, so that it is the same in every evaluation of a program.</summary>
    public bool IsInvariant { get; set; }

    /// <summary>Whether something asks for single keys, and whether the rules can be asked for one.</summary>
    public bool WantsLookups { get; set; }

    public bool HasLookups { get; set; }

    /// <summary>Whether every rule gives one entry of one object, which needs no tree of paths.</summary>
    public bool IsFlat { get; set; }

    /// <summary>Constant paths of member rules (an empty set where no member is), and defaults by path, of a document of several paths.</summary>
    public RegoValue[][] SetPaths { get; set; } = [];

    public (RegoValue[] Path, TermCode Value)[] Defaults { get; set; } = [];

    public RegoValue? Evaluate(Machine machine)
    {
        var scope = machine.Scope;
        var shared = IsInvariant ? scope.Shared : null;
        if (shared is not null && Volatile.Read(ref shared[Id]) is { } known)
        {
            return ReferenceEquals(known, KnownUndefined) ? null : known;
        }

        switch (scope.Memo(Id).State)
        {
            case MemoState.Defined:
                return scope.Memo(Id).Value;
            case MemoState.Undefined:
                return null;
            case MemoState.InProgress:
                machine.Fail("rego_recursion_error", $"rule {Node.FullName} needs its own value");
                return null;
            default:
                break;
        }

        if (!machine.Enter())
        {
            return null;
        }

        if (scope.Memo(Id).Lookups == 0)
        {
            scope.Touch(Id);
        }

        scope.Memo(Id).State = MemoState.InProgress;
        var value = Kind switch
        {
            DocumentKind.Complete => Complete(machine),
            DocumentKind.Set => Members(machine),
            _ => IsFlat ? Entries(machine) : Tree(machine),
        };
        machine.Leave();
        if (machine.Failed)
        {
            return null;
        }

        ref var memo = ref scope.Memo(Id);
        memo.State = value is null ? MemoState.Undefined : MemoState.Defined;
        memo.Value = value;
        if (shared is not null)
        {
            Volatile.Write(ref shared[Id], value ?? KnownUndefined);
        }

        return value;
    }

    private RuleCandidates Candidates(Machine machine)
    {
        var candidates = machine.Candidates(Rules, Index, default);
        machine.Trace?.Index(Node, candidates.Rules.Length, IsConstant);
        return candidates;
    }

    private RegoValue? Complete(Machine machine)
    {
        RegoValue? result = null;
        var candidates = Candidates(machine);
        foreach (var rule in candidates.Rules)
        {
            if (machine.RunRule(rule, default) is not { } value)
            {
                if (machine.Failed)
                {
                    break;
                }

                continue;
            }

            if (result is not null && !result.Equals(value))
            {
                machine.Fail("eval_conflict_error", "complete rules must not produce multiple outputs");
                machine.Locate(rule.Location);
                break;
            }

            result = value;
            if (IsConstant)
            {
                break;
            }
        }

        candidates.Dispose();
        return machine.Failed ? null : result ?? Default?.Evaluate(machine, []);
    }

    private RegoSet? Members(Machine machine)
    {
        var collector = machine.PushCollector();
        var candidates = Candidates(machine);
        foreach (var rule in candidates.Rules)
        {
            machine.RunRule(rule, default);
            if (machine.Failed)
            {
                break;
            }
        }

        candidates.Dispose();
        var result = machine.Failed ? null : SetComprehensionCode.SetOf(collector);
        machine.PopCollector();
        return result;
    }

    private RegoObject? Entries(Machine machine)
    {
        var entries = new RegoObject.Builder();
        var outer = machine.OpenEntries(entries);
        var candidates = Candidates(machine);
        foreach (var rule in candidates.Rules)
        {
            machine.RunRule(rule, default);
            if (machine.Failed)
            {
                break;
            }
        }

        candidates.Dispose();
        machine.CloseEntries(outer);
        return machine.Failed ? null : entries.Build();
    }

    private RegoValue? Tree(Machine machine)
    {
        var tree = new DocumentTree();
        var outer = machine.OpenTree(tree);
        foreach (var path in SetPaths)
        {
            tree.OpenSet(path);
        }

        var candidates = Candidates(machine);
        foreach (var rule in candidates.Rules)
        {
            machine.RunRule(rule, default);
            if (machine.Failed)
            {
                break;
            }
        }

        candidates.Dispose();

        foreach (var (path, value) in Defaults)
        {
            if (!machine.Failed && !tree.Has(path))
            {
                tree.Insert(path, value.Evaluate(machine, [])!, member: false);
            }
        }

        machine.CloseTree(outer);
        return machine.Failed ? null : tree.Build();
    }
}
