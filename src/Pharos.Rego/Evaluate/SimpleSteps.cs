using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>Leaves a value in a slot, which is what most unifications come down to.</summary>
internal sealed class BindStep(int slot, TermCode code) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        if (code.Read(machine, frame) is not { } value)
        {
            return machine.FailedAt(this);
        }

        frame[slot].Value = value;
        return Next.Run(machine, frame);
    }
}

/// <summary>Goes on where two terms are equal.</summary>
internal sealed class EqualStep(TermCode left, TermCode right) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        return left.Read(machine, frame) is { } a && right.Read(machine, frame) is { } b && AreEqual(a, b) ? Next.Run(machine, frame) : machine.FailedAt(this);
    }

    // Most of what policies compare are texts, and they need no virtual call.
    private static bool AreEqual(RegoValue a, RegoValue b) =>
        ReferenceEquals(a, b) || (a is RegoString x ? b is RegoString y && RegoString.Same(x.Value, y.Value) : a.Equals(b));
}

/// <summary>Ends a rule asked for one key of a partial object: its value, which every way and every rule must agree on.</summary>
internal sealed class LookupResultStep(TermCode value) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (value.Evaluate(machine, frame) is not { } found)
        {
            return machine.FailedAt(this);
        }

        if (frame[0].Value is { } earlier && !earlier.Equals(found))
        {
            machine.Fail("eval_conflict_error", "object keys must be unique");
            return machine.FailedAt(this);
        }

        frame[0].Value = found;
        return false;
    }
}

/// <summary>Ends a rule asked for one member of a partial set: one way is enough.</summary>
internal sealed class LookupFoundStep : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        frame[0].Value = RegoBoolean.True;
        return true;
    }
}
