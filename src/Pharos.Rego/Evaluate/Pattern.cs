using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>The side of a unification that may bind variables. Which variables it binds is settled when compiling.</summary>
internal abstract class Pattern
{
    public abstract bool Match(Machine machine, Slot[] frame, RegoValue value);
}

internal sealed class BindPattern(int slot) : Pattern
{
    public int Slot => slot;

    public override bool Match(Machine machine, Slot[] frame, RegoValue value)
    {
        frame[slot].Value = value;
        return true;
    }
}

/// <summary>Takes any value and keeps none, as <c>_</c> does.</summary>
internal sealed class AnyPattern : Pattern
{
    public static AnyPattern Instance { get; } = new();

    public override bool Match(Machine machine, Slot[] frame, RegoValue value) => true;
}

internal sealed class EqualPattern(TermCode code) : Pattern
{
    public TermCode Code => code;

    public override bool Match(Machine machine, Slot[] frame, RegoValue value) =>
        code.Evaluate(machine, frame) is { } expected && expected.Equals(value);
}

internal sealed class ArrayPattern(Pattern[] items) : Pattern
{
    public override bool Match(Machine machine, Slot[] frame, RegoValue value)
    {
        if (value is not RegoArray array || array.Count != items.Length)
        {
            return false;
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (!items[i].Match(machine, frame, array[i]))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class ObjectPattern(TermCode[] keys, Pattern[] values) : Pattern
{
    public override bool Match(Machine machine, Slot[] frame, RegoValue value)
    {
        if (value is not RegoObject map || map.Count != keys.Length)
        {
            return false;
        }

        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Evaluate(machine, frame) is not { } key || !map.TryGet(key, out var found) || !values[i].Match(machine, frame, found))
            {
                return false;
            }
        }

        return true;
    }
}
