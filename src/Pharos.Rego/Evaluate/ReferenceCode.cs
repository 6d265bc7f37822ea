using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>What stands at a key: an element of an array, a value of an object, or the member of a set itself.</summary>
internal static class ValueLookup
{
    public static RegoValue? At(RegoValue value, RegoValue key)
    {
        switch (value)
        {
            case RegoObject map:
                return map.TryGet(key, out var found) ? found : null;
            case RegoArray array:
                return key is RegoNumber number && number.TryGetInt64(out var index) && index >= 0 && index < array.Count ? array[(int)index] : null;
            case RegoSet set:
                return set.Contains(key) ? key : null;
            default:
                return null;
        }
    }

    /// <summary>What stands at a key of stored data, whose keys are text: a number finds the text that it is written as.</summary>
    public static RegoValue? Stored(RegoValue value, RegoValue key) =>
        At(value, key) ?? (value is RegoObject map && key is RegoNumber number && map.TryGet(number.Text, out var found) ? found : null);

    public static RegoValue? FollowStored(RegoValue? value, TermCode[] path, int from, Machine machine, Slot[] frame)
    {
        for (var i = from; i < path.Length && value is not null; i++)
        {
            value = path[i].Evaluate(machine, frame) is { } key ? Stored(value, key) : null;
        }

        return value;
    }

    public static RegoValue? Follow(RegoValue? value, TermCode[] path, int from, Machine machine, Slot[] frame)
    {
        for (var i = from; i < path.Length && value is not null; i++)
        {
            value = path[i].Evaluate(machine, frame) is { } key ? At(value, key) : null;
        }

        return value;
    }
}

/// <summary>A path of constant text into the input, the commonest reference of a policy.</summary>
internal sealed class InputFieldCode(RegoString[] path) : TermCode
{
    private readonly FieldReader[] _path = Array.ConvertAll(path, key => new FieldReader(key));

    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var value = machine.Scope.Input;
        foreach (var field in _path)
        {
            if (value is not RegoObject map || (value = field.Read(map)) is null)
            {
                return null;
            }
        }

        return value;
    }
}

internal sealed class InputCode(TermCode[] path) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame) =>
        ValueLookup.Follow(machine.Scope.Input, path, 0, machine, frame);
}

/// <summary>One constant key into the value of a variable, which is what most conditions of a policy read.</summary>
internal sealed class FieldCode(int slot, RegoString key) : TermCode
{
    private readonly FieldReader _field = new(key);

    public override RegoValue? Evaluate(Machine machine, Slot[] frame) => frame[slot].Value switch
    {
        RegoObject map => _field.Read(map),
        RegoSet set => set.Contains(key) ? key : null,
        _ => null,
    };
}

internal sealed class ValueReferenceCode(TermCode head, TermCode[] path) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame) =>
        ValueLookup.Follow(head.Evaluate(machine, frame), path, 0, machine, frame);
}

/// <summary>A reference to a rule's document that is known when compiling, and a path into its value.</summary>
internal sealed class DocumentCode(RuleDocument document, TermCode[] path, DataCode general) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        if (machine.Scope.Replaced is not null)
        {
            return general.Evaluate(machine, frame);
        }

        if (path.Length > 0 && document.HasLookups)
        {
            return path[0].Evaluate(machine, frame) is { } key ? ValueLookup.Follow(document.Lookup(machine, key), path, 1, machine, frame) : null;
        }

        return ValueLookup.Follow(document.Evaluate(machine), path, 0, machine, frame);
    }
}

/// <summary>A reference below <c>data</c> that may run through packages, rules and stored documents.</summary>
internal sealed class DataCode(VirtualNode root, TermCode[] path) : TermCode
{
    public override RegoValue? Evaluate(Machine machine, Slot[] frame)
    {
        var node = root;
        RegoValue? stored = machine.Scope.Data;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i].Evaluate(machine, frame) is not { } key)
            {
                return null;
            }

            stored = stored is null ? null : ValueLookup.Stored(stored, key);
            node = key is RegoString name ? node.Find(name.Value) : null;
            if (node is null || machine.IsReplaced(node))
            {
                return ValueLookup.FollowStored(stored, path, i + 1, machine, frame);
            }

            if (node.Document is { } document)
            {
                return ValueLookup.Follow(document.Evaluate(machine), path, i + 1, machine, frame);
            }
        }

        return machine.Extent(node, stored);
    }
}
