using System.Runtime.InteropServices;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>Runs a body and gathers what its last step collects; the body shares the frame of the rule around it.</summary>
internal sealed class ArrayComprehensionCode(Step body) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (!machine.HasStack())
        {
            return null;
        }

        var collector = machine.PushCollector();
        body.Run(machine, frame);
        var result = collector.Count == 0 ? RegoArray.Empty : RegoArray.Of([.. collector]);
        machine.PopCollector();
        return machine.Failed ? null : result;
    }
}

internal sealed class SetComprehensionCode(Step body) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (!machine.HasStack())
        {
            return null;
        }

        var collector = machine.PushCollector();
        body.Run(machine, frame);
        var result = SetOf(collector);
        machine.PopCollector();
        return machine.Failed ? null : result;
    }

    public static RegoSet SetOf(List<RegoValue> members) => RegoSet.Of(CollectionsMarshal.AsSpan(members));
}

internal sealed class ObjectComprehensionCode(Step body) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (!machine.HasStack())
        {
            return null;
        }

        var collector = machine.PushCollector();
        body.Run(machine, frame);
        var builder = new RegoObject.Builder();
        for (var i = 0; i + 1 < collector.Count && !machine.Failed; i += 2)
        {
            Add(machine, builder, collector[i], collector[i + 1]);
        }

        machine.PopCollector();
        return machine.Failed ? null : builder.Build();
    }

    /// <summary>An object of pairs of a key and a value.</summary>
    public static RegoObject? ObjectOf(Machine machine, List<RegoValue> pairs)
    {
        var builder = new RegoObject.Builder();
        foreach (var pair in pairs)
        {
            var entry = (RegoArray)pair;
            Add(machine, builder, entry[0], entry[1]);
        }

        return machine.Failed ? null : builder.Build();
    }

    private static void Add(Machine machine, RegoObject.Builder builder, RegoValue key, RegoValue value)
    {
        if (!builder.TryAdd(key, value, out var earlier) && !earlier.Equals(value))
        {
            machine.Fail("eval_conflict_error", "object keys must be unique");
        }
    }
}
