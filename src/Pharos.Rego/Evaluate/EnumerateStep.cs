using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>One element of a reference: a known key, or a pattern that is tried on every key.</summary>
internal readonly record struct PathElement(TermCode? Key, Pattern? Pattern);

/// <summary>Walks a reference with unbound variables and leaves each value found in a slot.</summary>
internal sealed class EnumerateStep(RootKind root, TermCode? head, VirtualNode data, PathElement[] path, int result) : Step
{
    public override bool Run(Machine machine, RegoValue?[] frame)
    {
        switch (root)
        {
            case RootKind.Data:
                return Data(machine, frame, data, machine.Scope.Data, 0);
            case RootKind.Input:
                return Value(machine, frame, machine.Scope.Input, 0);
            default:
                return Value(machine, frame, head!.Evaluate(machine, frame), 0);
        }
    }

    private bool Value(Machine machine, RegoValue?[] frame, RegoValue? value, int index)
    {
        if (machine.Tick())
        {
            return true;
        }

        while (true)
        {
            if (value is null)
            {
                return machine.Failed;
            }

            if (index == path.Length)
            {
                frame[result] = value;
                return Next.Run(machine, frame);
            }

            if (path[index].Key is not { } code)
            {
                break;
            }

            value = code.Evaluate(machine, frame) is { } key ? ValueLookup.At(value, key) : null;
            index++;
        }

        var pattern = path[index].Pattern!;
        switch (value)
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (pattern.Match(machine, frame, RegoNumber.Of(i)) && Value(machine, frame, array[i], index + 1))
                    {
                        return true;
                    }
                }

                break;
            case RegoObject map:
                foreach (var entry in map)
                {
                    if (pattern.Match(machine, frame, entry.Key) && Value(machine, frame, entry.Value, index + 1))
                    {
                        return true;
                    }
                }

                break;
            case RegoSet set:
                foreach (var member in set)
                {
                    if (pattern.Match(machine, frame, member) && Value(machine, frame, member, index + 1))
                    {
                        return true;
                    }
                }

                break;
            default:
                break;
        }

        return machine.Failed;
    }

    private bool Data(Machine machine, RegoValue?[] frame, VirtualNode node, RegoValue? stored, int index)
    {
        if (machine.Tick())
        {
            return true;
        }

        if (machine.IsReplaced(node))
        {
            return Value(machine, frame, stored, index);
        }

        if (node.Document is { } document)
        {
            return Value(machine, frame, document.Evaluate(machine), index);
        }

        if (index == path.Length)
        {
            return Value(machine, frame, machine.Extent(node, stored), index);
        }

        if (path[index].Key is { } code)
        {
            return code.Evaluate(machine, frame) is { } key ? Into(machine, frame, node, stored, index, key) : machine.Failed;
        }

        var pattern = path[index].Pattern!;
        foreach (var key in machine.Keys(node, stored))
        {
            if (pattern.Match(machine, frame, key) && Into(machine, frame, node, stored, index, key))
            {
                return true;
            }
        }

        return machine.Failed;
    }

    private bool Into(Machine machine, RegoValue?[] frame, VirtualNode node, RegoValue? stored, int index, RegoValue key)
    {
        var below = stored is null ? null : ValueLookup.At(stored, key);
        var child = key is RegoString name ? node.Find(name.Value) : null;
        return child is null ? Value(machine, frame, below, index + 1) : Data(machine, frame, child, below, index + 1);
    }
}
