using Pharos.Rego.Values;

namespace Pharos.Rego.Compile.Types;

/// <summary>What is known of a value before it is computed.</summary>
internal abstract class RegoType
{
    /// <summary>Larger unions say no more than that anything may come.</summary>
    private const int MaximumMembers = 16;

    public static RegoType Any { get; } = new UnionType([]);

    public static RegoType Null { get; } = new ScalarType("null");

    public static RegoType Boolean { get; } = new ScalarType("boolean");

    public static RegoType Number { get; } = new ScalarType("number");

    public static RegoType String { get; } = new ScalarType("string");

    public bool IsAny => this is UnionType { Members.Count: 0 };

    /// <summary>The type of what is one of several; none at all can be anything.</summary>
    public static RegoType OneOf(IEnumerable<RegoType> types)
    {
        var members = new List<RegoType>();
        foreach (var member in types.SelectMany(t => t is UnionType { Members.Count: > 0 } union ? union.Members : [t]))
        {
            if (member.IsAny)
            {
                return Any;
            }

            if (!members.Exists(m => ReferenceEquals(m, member) || m.ToString() == member.ToString()))
            {
                members.Add(member);
            }
        }

        return members.Count == 1 ? members[0] : members.Count > MaximumMembers ? Any : new UnionType(members);
    }

    /// <summary>The type of a value that is known.</summary>
    public static RegoType Of(RegoValue value, int depth = 0) => value switch
    {
        _ when depth > 6 => Any,
        RegoNull => Null,
        RegoBoolean => Boolean,
        RegoNumber => Number,
        RegoString => String,
        RegoArray { Count: > 64 } => new ArrayType([], Any),
        RegoArray array => new ArrayType([.. array.Select(item => Of(item, depth + 1))], null),
        RegoSet { Count: > 64 } => new SetType(Any),
        RegoSet set => new SetType(OneOf(set.Select(item => Of(item, depth + 1)))),
        RegoObject { Count: > 256 } => new ObjectType([], Any, Any),
        RegoObject map => new ObjectType(new SortedDictionary<RegoValue, RegoType>(map.ToDictionary(e => e.Key, e => Of(e.Value, depth + 1))), null, null),
        _ => Any,
    };

    /// <summary>Whether some value is of both types.</summary>
    public static bool Overlap(RegoType left, RegoType right) => (left, right) switch
    {
        (UnionType { Members: var members }, _) => members.Count == 0 || members.Any(member => Overlap(member, right)),
        (_, UnionType) => Overlap(right, left),
        (ScalarType, ScalarType) => ReferenceEquals(left, right),
        (SetType a, SetType b) => Overlap(a.Item, b.Item),
        (ArrayType a, ArrayType b) => a.Covers(b) && b.Covers(a) && (a.Rest is null || b.Rest is null || Overlap(a.Rest, b.Rest)),
        (ObjectType a, ObjectType b) => a.Covers(b) && b.Covers(a) && (a.Value is null || b.Value is null || Overlap(a.Value, b.Value)),
        _ => false,
    };

    /// <summary>The type as messages show it.</summary>
    public abstract override string ToString();

    /// <summary>The type of the values at a key; null where there can be none. A null key is one that is not known.</summary>
    public virtual RegoType? At(RegoValue? key) => null;

    /// <summary>The type of the keys; null where there can be none.</summary>
    public virtual RegoType? Keys => null;
}

internal sealed class ScalarType(string name) : RegoType
{
    public override string ToString() => name;
}

/// <summary>One of several types; of none, anything.</summary>
internal sealed class UnionType(IReadOnlyList<RegoType> members) : RegoType
{
    public IReadOnlyList<RegoType> Members { get; } = members;

    public override RegoType? Keys => Members.Count == 0 ? this : Join(Members.Select(m => m.Keys));

    public override RegoType? At(RegoValue? key) => Members.Count == 0 ? this : Join(Members.Select(m => m.At(key)));

    public override string ToString() => Members.Count == 0 ? "any" : $"any<{string.Join(", ", Members)}>";

    private static RegoType? Join(IEnumerable<RegoType?> types)
    {
        var possible = types.OfType<RegoType>().ToList();
        return possible.Count == 0 ? null : OneOf(possible);
    }
}

internal sealed class SetType(RegoType item) : RegoType
{
    public RegoType Item { get; } = item;

    public override RegoType Keys => Item;

    public override RegoType? At(RegoValue? key) => key is null || Overlap(Of(key), Item) ? Item : null;

    public override string ToString() => $"set[{Item}]";
}

/// <summary>An array of the items that are known, and of any number of others where <see cref="Rest"/> is not null.</summary>
internal sealed class ArrayType(IReadOnlyList<RegoType> items, RegoType? rest) : RegoType
{
    public IReadOnlyList<RegoType> Items { get; } = items;

    public RegoType? Rest { get; } = rest;

    public override RegoType Keys => Number;

    public bool Covers(ArrayType other)
    {
        for (var i = 0; i < Items.Count; i++)
        {
            if ((i < other.Items.Count ? other.Items[i] : other.Rest) is not { } item || !Overlap(Items[i], item))
            {
                return false;
            }
        }

        return true;
    }

    public override RegoType? At(RegoValue? key) => key switch
    {
        null => Items.Count == 0 && Rest is null ? Any : OneOf(Rest is null ? Items : Items.Append(Rest)),
        RegoNumber number when int.TryParse(number.ToString(), out var index) => index >= 0 && index < Items.Count ? Items[index] : Rest,
        _ => null,
    };

    public override string ToString() => $"array{(Items.Count == 0 ? "" : $"<{string.Join(", ", Items)}>")}{(Rest is null ? "" : $"[{Rest}]")}";
}

/// <summary>An object of the keys that are known, and of any number of others where <see cref="Key"/> and <see cref="Value"/> are not null.</summary>
internal sealed class ObjectType(SortedDictionary<RegoValue, RegoType> known, RegoType? key, RegoType? value) : RegoType
{
    public SortedDictionary<RegoValue, RegoType> Known { get; } = known;

    public RegoType? Key { get; } = key;

    public RegoType? Value { get; } = value;

    public override RegoType? Keys => Known.Count == 0 && Key is null ? Any
        : OneOf(Key is null ? Known.Keys.Select(k => Of(k)) : Known.Keys.Select(k => Of(k)).Append(Key));

    public bool Covers(ObjectType other) => Known.All(entry => other.At(entry.Key) is { } found
        ? Overlap(entry.Value, found)
        : Value is not null || other.Value is not null);

    public override RegoType? At(RegoValue? key) => key is null
        ? (Known.Count == 0 && Value is null ? Any : OneOf(Value is null ? Known.Values : Known.Values.Append(Value)))
        : Known.TryGetValue(key, out var found) ? found
        : Key is not null && Overlap(Of(key), Key) ? Value
        : null;

    public override string ToString()
    {
        var shown = string.Join(", ", Known.Select(entry => $"{(entry.Key is RegoString name ? name.Value : entry.Key.ToString())}: {entry.Value}"));
        return $"object{(Known.Count == 0 ? "" : $"<{shown}>")}{(Key is null ? "" : $"[{Key}: {Value}]")}";
    }
}
