using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;

namespace Pharos.Rego.Compile;

/// <summary>The steps of a body as far as they are ordered, and the slots bound after them. An attempt that fails is rolled back.</summary>
internal sealed class Plan(HashSet<int> bound)
{
    /// <summary>
    /// How many steps a body may have. A step calls the next, so a body needs stack for all of them at once, and each body entered is only
    /// sure of the 128 KiB that the runtime can vouch for.
    /// </summary>
    public const int MaxSteps = 300;

    private readonly List<Step> _steps = [];

    /// <summary>The statements in the order in which they were planned.</summary>
    public List<SourceLocation> Order { get; } = [];

    /// <summary>The same statements themselves.</summary>
    public List<LiteralNode> Literals { get; } = [];

    public bool IsTooLong => _steps.Count(s => s is not (WatchStep or HeldStep)) > MaxSteps;

    public HashSet<int> Bound { get; private set; } = bound;

    /// <summary>References whose values were left in a slot by an earlier step, because walking them binds variables.</summary>
    public Dictionary<TermNode, int> Hoisted { get; } = new(ReferenceEqualityComparer.Instance);

    public void Add(Step step) => _steps.Add(step);

    public (int Steps, HashSet<int> Bound) Save() => (_steps.Count, [.. Bound]);

    public void Restore((int Steps, HashSet<int> Bound) saved)
    {
        _steps.RemoveRange(saved.Steps, _steps.Count - saved.Steps);
        Bound = [.. saved.Bound];
        Hoisted.Clear();
    }

    public Step Link(Step last)
    {
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            _steps[i].Next = last;
            last = _steps[i];
        }

        return last;
    }
}
