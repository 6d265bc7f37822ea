using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>Ends the body of a comprehension or partial set: adds a value, or a key and a value, to the open collection.</summary>
internal sealed class CollectStep(TermCode? key, TermCode value) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        RegoValue? collectedKey = null;
        if (key is not null && (collectedKey = key.Evaluate(machine, frame)) is null)
        {
            return machine.FailedAt(this);
        }

        if (value.Evaluate(machine, frame) is not { } collected)
        {
            return machine.FailedAt(this);
        }

        return machine.Collect(collectedKey, collected);
    }
}

/// <summary>Ends the body of a complete rule or function: leaves its one value in the first slot.</summary>
internal sealed class ResultStep(TermCode value, bool constant, string conflict) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (value.Evaluate(machine, frame) is not { } found)
        {
            return machine.FailedAt(this);
        }

        if (frame[0].Value is { } earlier && !earlier.Equals(found))
        {
            machine.Fail("eval_conflict_error", conflict);
            return machine.FailedAt(this);
        }

        frame[0].Value = found;
        return constant;
    }
}

/// <summary>Ends the body of a rule at a reference: puts its value at a path of the document being built.</summary>
internal sealed class InsertStep(TermCode[] path, TermCode value, bool member) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        var keys = new RegoValue[path.Length];
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i].Evaluate(machine, frame) is not { } key)
            {
                return machine.FailedAt(this);
            }

            keys[i] = key;
        }

        if (value.Evaluate(machine, frame) is not { } found)
        {
            return machine.FailedAt(this);
        }

        frame[0].Value = found;
        return machine.Insert(keys, found, member);
    }
}

/// <summary>Ends the body of a partial object's rule: adds its key and value to the object being built.</summary>
internal sealed class EntryStep(TermCode key, TermCode value) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        if (key.Evaluate(machine, frame) is not { } name || value.Evaluate(machine, frame) is not { } found)
        {
            return machine.FailedAt(this);
        }

        frame[0].Value = found;
        return machine.Insert(name, found) && machine.FailedAt(this);
    }
}

/// <summary>Ends the body of a query: collects an object of its variables.</summary>
internal sealed class BindingsStep(RegoString[] names, int[] slots) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        var builder = new RegoObject.Builder();
        for (var i = 0; i < names.Length; i++)
        {
            builder.Set(names[i], frame[slots[i]].Value!);
        }

        return machine.Collect(null, builder.Build());
    }
}
