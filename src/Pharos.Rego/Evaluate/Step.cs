using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// One statement of a body in continuation-passing form: it runs <see cref="Next"/> once for each way in which it holds. True stops the
/// search: enough was found, or the machine failed.
/// </summary>
internal abstract class Step
{
    public Step Next { get; set; } = null!;

    /// <summary>The statement that the step belongs to.</summary>
    public SourceLocation Location { get; set; }

    public abstract bool Run(Machine machine, Slot[] frame);
}

internal sealed class TestStep(TermCode code) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        var value = code.Evaluate(machine, frame);
        return value is null || ReferenceEquals(value, RegoBoolean.False) ? machine.FailedAt(this) : Next.Run(machine, frame);
    }
}

internal sealed class MatchStep(TermCode code, Pattern pattern) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        return code.Evaluate(machine, frame) is { } value && pattern.Match(machine, frame, value) ? Next.Run(machine, frame) : machine.FailedAt(this);
    }
}

internal sealed class NeverStep : Step
{
    public override bool Run(Machine machine, Slot[] frame) => false;
}

internal sealed class NotStep(Step body) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick() || !machine.HasStack())
        {
            return true;
        }

        return body.Run(machine, frame) ? machine.FailedAt(this) : Next.Run(machine, frame);
    }
}

/// <summary>Ends the body of a negation or <c>every</c>: one way is enough.</summary>
internal sealed class FoundStep : Step
{
    public override bool Run(Machine machine, Slot[] frame) => true;
}

internal sealed class EveryStep(TermCode domain, int key, int value, Step body) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick() || !machine.HasStack())
        {
            return true;
        }

        switch (domain.Evaluate(machine, frame))
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (!Holds(machine, frame, RegoNumber.Of(i), array[i]))
                    {
                        return machine.FailedAt(this);
                    }
                }

                break;
            case RegoObject map:
                foreach (var entry in map)
                {
                    if (!Holds(machine, frame, entry.Key, entry.Value))
                    {
                        return machine.FailedAt(this);
                    }
                }

                break;
            case RegoSet set:
                foreach (var member in set)
                {
                    if (!Holds(machine, frame, member, member))
                    {
                        return machine.FailedAt(this);
                    }
                }

                break;
            default:
                return machine.FailedAt(this);
        }

        return machine.FailedAt(this) || Next.Run(machine, frame);
    }

    private bool Holds(Machine machine, Slot[] frame, RegoValue memberKey, RegoValue member)
    {
        frame[key].Value = memberKey;
        frame[value].Value = member;
        return body.Run(machine, frame) && !machine.FailedAt(this);
    }
}

internal sealed class SomeInStep(TermCode domain, Pattern? key, Pattern value) : Step
{
    public override bool Run(Machine machine, Slot[] frame)
    {
        if (machine.Tick())
        {
            return true;
        }

        switch (domain.Evaluate(machine, frame))
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if ((key is null || key.Match(machine, frame, RegoNumber.Of(i))) && value.Match(machine, frame, array[i]) && Next.Run(machine, frame))
                    {
                        return true;
                    }
                }

                break;
            case RegoObject map:
                foreach (var entry in map)
                {
                    if ((key is null || key.Match(machine, frame, entry.Key)) && value.Match(machine, frame, entry.Value) && Next.Run(machine, frame))
                    {
                        return true;
                    }
                }

                break;
            case RegoSet set:
                foreach (var member in set)
                {
                    if ((key is null || key.Match(machine, frame, member)) && value.Match(machine, frame, member) && Next.Run(machine, frame))
                    {
                        return true;
                    }
                }

                break;
            default:
                break;
        }

        return machine.FailedAt(this);
    }
}
