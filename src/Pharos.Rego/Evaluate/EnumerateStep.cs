using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>One element of a reference: a known key, or a pattern that is tried on every key.</summary>
internal readonly record struct PathElement(TermCode? Key, Pattern? Pattern);

/// <summary>Walks a value along a reference with unbound variables and leaves each value found in a slot.</summary>
internal abstract class EnumerateStep(PathElement[] path, int result) : Step
{
    protected PathElement[] Path { get; } = path;

    protected bool Walk(Machine machine, Slot[] frame, RegoValue? value, int index)
    {
        if (machine.Tick())
        {
            return true;
        }

        while (true)
        {
            if (value is null)
            {
                return machine.FailedAt(this);
            }

            if (index == Path.Length)
            {
                frame[result].Value = value;
                return Next.Run(machine, frame);
            }

            if (Path[index].Key is not { } code)
            {
                break;
            }

            value = code.Evaluate(machine, frame) is { } key ? ValueLookup.At(value, key) : null;
            index++;
        }

        var pattern = Path[index].Pattern!;
        var isAny = ReferenceEquals(pattern, AnyPattern.Instance);
        switch (value)
        {
            case RegoArray array:
                var items = array.AsSpan();
                for (var i = 0; i < items.Length; i++)
                {
                    if ((isAny || pattern.Match(machine, frame, RegoNumber.Of(i))) && Reach(machine, frame, items[i], index + 1))
                    {
                        return true;
                    }
                }

                break;
            case RegoObject map:
                foreach (var entry in map)
                {
                    if ((isAny || pattern.Match(machine, frame, entry.Key)) && Reach(machine, frame, entry.Value, index + 1))
                    {
                        return true;
                    }
                }

                break;
            case RegoSet set:
                foreach (var member in set)
                {
                    if ((isAny || pattern.Match(machine, frame, member)) && Reach(machine, frame, member, index + 1))
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

    private bool Reach(Machine machine, Slot[] frame, RegoValue value, int index)
    {
        if (index < Path.Length)
        {
            return Walk(machine, frame, value, index);
        }

        if (machine.Tick())
        {
            return true;
        }

        frame[result].Value = value;
        return Next.Run(machine, frame);
    }
}

/// <summary>Walks the value of a term.</summary>
internal sealed class EnumerateValueStep(TermCode head, PathElement[] path, int result) : EnumerateStep(path, result)
{
    public override bool Run(Machine machine, Slot[] frame) => Walk(machine, frame, head.Evaluate(machine, frame), 0);
}

/// <summary>Walks packages, rules and stored documents below <c>data</c>.</summary>
internal sealed class EnumerateDataStep(VirtualNode data, PathElement[] path, int result) : EnumerateStep(path, result)
{
    public override bool Run(Machine machine, Slot[] frame) => Data(machine, frame, data, machine.Scope.Data, 0);

    private bool Data(Machine machine, Slot[] frame, VirtualNode node, RegoValue? stored, int index)
    {
        if (machine.Tick())
        {
            return true;
        }

        if (machine.IsReplaced(node))
        {
            return Walk(machine, frame, stored, index);
        }

        if (node.Document is { } document)
        {
            return Walk(machine, frame, document.Evaluate(machine), index);
        }

        if (index == Path.Length)
        {
            return Walk(machine, frame, machine.Extent(node, stored), index);
        }

        if (Path[index].Key is { } code)
        {
            return code.Evaluate(machine, frame) is { } key ? Into(machine, frame, node, stored, index, key) : machine.FailedAt(this);
        }

        var pattern = Path[index].Pattern!;
        foreach (var key in machine.Keys(node, stored))
        {
            if (pattern.Match(machine, frame, key) && Into(machine, frame, node, stored, index, key))
            {
                return true;
            }
        }

        return machine.FailedAt(this);
    }

    private bool Into(Machine machine, Slot[] frame, VirtualNode node, RegoValue? stored, int index, RegoValue key)
    {
        var below = stored is null ? null : ValueLookup.At(stored, key);
        var child = key is RegoString name ? node.Find(name.Value) : null;
        return child is null ? Walk(machine, frame, below, index + 1) : Data(machine, frame, child, below, index + 1);
    }
}
