using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// A comprehension in a loop that picks, of the same walk, what belongs to the loop's variable. From the second time on the walk is made once for
/// all values of the variable, and its results are grouped by them.
/// </summary>
/// <param name="plain">The comprehension as it is written.</param>
/// <param name="kind">What it builds.</param>
/// <param name="keys">The outer variables that the body compares, and that the walk binds instead.</param>
/// <param name="others">The outer variables that have to be the same for the groups to be of use.</param>
/// <param name="walk">The body with the keys left open.</param>
internal sealed class ComprehensionIndex(TermCode plain, ComprehensionKind kind, int[] keys, int[] others, Step walk) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        // The walk meets what no one asked for; where errors count, that would fail what the plain form does not.
        if (machine.StrictErrors)
        {
            return plain.Evaluate(machine, frame);
        }

        var state = machine.Scope.IndexState(this);
        if (!state.IsFor(frame, others))
        {
            state.Restart(frame, others);
            return plain.Evaluate(machine, frame);
        }

        if (state.Groups is not { } groups)
        {
            groups = Walk(machine, frame);
            if (machine.Failed)
            {
                return null;
            }

            state.Groups = groups;
        }

        var key = Key(frame, keys);
        if (!groups.TryGetValue(key, out var group))
        {
            return Finish(machine, []);
        }

        return group.Value ??= Finish(machine, group.Results);
    }

    /// <summary>The values of the keys as one.</summary>
    public static RegoValue Key(Slot[] frame, int[] keys)
    {
        if (keys.Length == 1)
        {
            return frame[keys[0]].Value!;
        }

        var values = new RegoValue[keys.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = frame[keys[i]].Value!;
        }

        return RegoArray.Adopt(values);
    }

    private Dictionary<RegoValue, Group> Walk(Machine machine, Slot[] frame)
    {
        var groups = new Dictionary<RegoValue, Group>();
        if (!machine.HasStack())
        {
            return groups;
        }

        var asked = Array.ConvertAll(keys, key => frame[key].Value);
        var found = machine.PushCollector();
        walk.Run(machine, frame);
        for (var i = 0; i + 1 < found.Count; i += 2)
        {
            if (!groups.TryGetValue(found[i], out var group))
            {
                groups.Add(found[i], group = new Group());
            }

            group.Results.Add(found[i + 1]);
        }

        machine.PopCollector();
        for (var i = 0; i < keys.Length; i++)
        {
            frame[keys[i]].Value = asked[i];
        }

        return groups;
    }

    private RegoValue? Finish(Machine machine, List<RegoValue> results) => kind switch
    {
        ComprehensionKind.Array => results.Count == 0 ? RegoArray.Empty : RegoArray.Adopt([.. results]),
        ComprehensionKind.Set => SetComprehensionCode.SetOf(results),
        _ => ObjectComprehensionCode.ObjectOf(machine, results),
    };

    /// <summary>What belongs to one value of the keys: as collected, and as the comprehension's value once someone asked.</summary>
    internal sealed class Group
    {
        public List<RegoValue> Results { get; } = [];

        public RegoValue? Value { get; set; }
    }

    /// <summary>The groups of one scope, and the values of the other variables that they are for.</summary>
    internal sealed class State
    {
        private RegoValue?[]? _others;

        public Dictionary<RegoValue, Group>? Groups { get; set; }

        public bool IsFor(Slot[] frame, int[] slots)
        {
            if (_others is null)
            {
                return false;
            }

            for (var i = 0; i < slots.Length; i++)
            {
                if (!ReferenceEquals(_others[i], frame[slots[i]].Value))
                {
                    return false;
                }
            }

            return true;
        }

        public void Restart(Slot[] frame, int[] slots)
        {
            Groups = null;
            _others ??= new RegoValue?[slots.Length];
            for (var i = 0; i < slots.Length; i++)
            {
                _others[i] = frame[slots[i]].Value;
            }
        }
    }
}

/// <summary>Ends the walk of an indexed comprehension: collects the keys with what belongs to them.</summary>
internal sealed class GroupStep(int[] keys, TermCode? key, TermCode value) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        if (value.Evaluate(machine, frame) is not { } collected)
        {
            return machine.Failed;
        }

        if (key is not null)
        {
            if (key.Evaluate(machine, frame) is not { } collectedKey)
            {
                return machine.Failed;
            }

            collected = RegoArray.Of(collectedKey, collected);
        }

        return machine.Collect(ComprehensionIndex.Key(frame, keys), collected);
    }
}
