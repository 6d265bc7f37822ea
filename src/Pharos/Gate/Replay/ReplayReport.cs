using Pharos.Proposals;

namespace Pharos.Gate.Replay;

/// <summary>What a candidate would have decided otherwise. Counts are exact; lists are bounded.</summary>
public sealed class ReplayReport
{
    /// <summary>Most different rules and agents that are counted by name; further ones are counted together.</summary>
    public const int MaximumNames = 1_000;

    /// <summary>The name under which further rules and agents are counted.</summary>
    public const string Others = "(others)";

    private readonly int _examples;
    private readonly Dictionary<(Decision Before, Decision After), long> _transitions = [];
    private readonly Dictionary<string, long> _byRule = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byAgent = new(StringComparer.Ordinal);
    private readonly Dictionary<(Decision Before, Decision After), List<DecisionComparison>> _shown = [];

    /// <param name="examples">Most examples of each kind of change.</param>
    public ReplayReport(int examples) => _examples = examples;

    /// <summary>Decisions that were read.</summary>
    public long Decisions { get; private set; }

    /// <summary>Decisions that were evaluated again.</summary>
    public long Compared { get; private set; }

    /// <summary>Decisions made in code before any policy, which no policy changes.</summary>
    public long Fixed { get; private set; }

    /// <summary>Compared decisions that memory had given: each is counted, though its facts are those of the first.</summary>
    public long FromMemory { get; private set; }

    /// <summary>Decisions whose record holds a mask in the place of a secret, so that rules would see another text than they did.</summary>
    public long Masked { get; private set; }

    /// <summary>Decisions whose record is gone: erased or archived.</summary>
    public long Missing { get; private set; }

    /// <summary>Compared decisions whose answer depends on time, chance or network beyond the recorded moment.</summary>
    public long Nondeterministic { get; private set; }

    /// <summary>Compared decisions that would be the same by another rule.</summary>
    public long OtherRule { get; private set; }

    /// <summary>Decisions that would change.</summary>
    public long Changed { get; private set; }

    /// <summary>Changes by what they were and would be.</summary>
    public IReadOnlyDictionary<(Decision Before, Decision After), long> Transitions => _transitions;

    /// <summary>Changes by the rule that would speak.</summary>
    public IReadOnlyDictionary<string, long> ByRule => _byRule;

    /// <summary>Changes by agent.</summary>
    public IReadOnlyDictionary<string, long> ByAgent => _byAgent;

    /// <summary>The first changes of each kind.</summary>
    public IEnumerable<DecisionComparison> Examples => _shown.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value);

    /// <summary>Changes that would allow what was not allowed.</summary>
    public long Loosened => _transitions.Where(pair => pair.Key.After == Decision.Allow).Sum(pair => pair.Value);

    internal void CountFixed() => (Decisions, Fixed) = (Decisions + 1, Fixed + 1);

    internal void CountMasked() => (Decisions, Masked) = (Decisions + 1, Masked + 1);

    internal void CountMissing() => (Decisions, Missing) = (Decisions + 1, Missing + 1);

    internal void Count(DecisionComparison comparison, bool isFromMemory, bool isDeterministic)
    {
        Decisions++;
        Compared++;
        FromMemory += isFromMemory ? 1 : 0;
        Nondeterministic += isDeterministic ? 0 : 1;
        if (!comparison.IsChange)
        {
            OtherRule += comparison.BeforeRule == comparison.AfterRule ? 0 : 1;
            return;
        }

        Changed++;
        var kind = (comparison.Before, comparison.After);
        _transitions[kind] = _transitions.GetValueOrDefault(kind) + 1;
        Add(_byRule, comparison.AfterRule);
        Add(_byAgent, comparison.Agent);
        var shown = _shown.TryGetValue(kind, out var list) ? list : _shown[kind] = [];
        if (shown.Count < _examples)
        {
            shown.Add(comparison);
        }
    }

    private static void Add(Dictionary<string, long> counts, string name)
    {
        name = counts.Count < MaximumNames || counts.ContainsKey(name) ? name : Others;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
