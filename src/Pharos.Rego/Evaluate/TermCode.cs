using System.Runtime.CompilerServices;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>A compiled term all of whose variables are bound. Null is undefined; after a failure of the machine the result means nothing.</summary>
internal abstract class TermCode
{
    public abstract RegoValue? Evaluate(Machine machine, Slot[] frame);

    /// <summary>Evaluates without a virtual call the terms that most conditions are made of: the runtime does not guess them where a program has many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RegoValue? Read(Machine machine, Slot[] frame) => this switch
    {
        SlotCode slot => slot.Evaluate(machine, frame),
        FieldCode field => field.Evaluate(machine, frame),
        InputFieldCode input => input.Evaluate(machine, frame),
        ConstantCode constant => constant.Value,
        _ => Evaluate(machine, frame),
    };
}

internal sealed class ConstantCode(RegoValue value) : TermCode
{
    public RegoValue Value { get; } = value;

    public override RegoValue? Evaluate(Machine machine, Slot[] frame) => Value;
}

internal sealed class SlotCode(int slot) : TermCode
{

    public override RegoValue? Evaluate(Machine machine, Slot[] frame) => frame[slot].Value;
}

internal sealed class ArrayCode(TermCode[] items) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var values = new RegoValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Evaluate(machine, frame) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return machine.Bounded(RegoArray.Adopt(values));
    }
}

internal sealed class SetCode(TermCode[] items) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var builder = new RegoSet.Builder();
        foreach (var item in items)
        {
            if (item.Evaluate(machine, frame) is not { } value)
            {
                return null;
            }

            builder.Add(value);
        }

        return machine.Bounded(builder.Build());
    }
}

internal sealed class ObjectCode(TermCode[] keys, TermCode[] values) : TermCode
{
    private readonly KeyTable? _known = Known(keys);

    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (_known is not null)
        {
            var found = new RegoValue[values.Length];
            for (var i = 0; i < found.Length; i++)
            {
                if (values[i].Evaluate(machine, frame) is not { } value)
                {
                    return null;
                }

                found[i] = value;
            }

            return machine.Bounded(RegoObject.Adopt(_known, found));
        }

        var builder = new RegoObject.Builder();
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Evaluate(machine, frame) is not { } key || values[i].Evaluate(machine, frame) is not { } value)
            {
                return null;
            }

            builder.Set(key, value);
        }

        return machine.Bounded(builder.Build());
    }

    /// <summary>The keys where they are different texts and all known, so that every object made here shares them.</summary>
    private static KeyTable? Known(TermCode[] keys)
    {
        if (keys.Length == 0)
        {
            return null;
        }

        var known = new KeyTable(keys.Length) { IsShared = true };
        foreach (var key in keys)
        {
            if (key is not ConstantCode { Value: RegoString name } || known.Find(name) >= 0)
            {
                return null;
            }

            known.Append(name);
        }

        return known;
    }
}
