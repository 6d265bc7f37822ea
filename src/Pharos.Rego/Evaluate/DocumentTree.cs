using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>A document under construction from rules at several paths. A path holds one value, or a set, or further paths: never two of them.</summary>
internal sealed class DocumentTree
{
    private Dictionary<RegoValue, DocumentTree>? _children;
    private RegoSet.Builder? _members;
    private RegoValue? _value;

    /// <summary>Opens an empty set, because a rule for members that none satisfies is defined all the same.</summary>
    public void OpenSet(ReadOnlySpan<RegoValue> path)
    {
        if (At(path) is { _value: null, _children: null } place)
        {
            place._members ??= new RegoSet.Builder();
        }
    }

    public bool Has(ReadOnlySpan<RegoValue> path)
    {
        var place = this;
        foreach (var key in path)
        {
            if (place._children is null || !place._children.TryGetValue(key, out place))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a value or member; false where it conflicts with what is there.</summary>
    public bool Insert(ReadOnlySpan<RegoValue> path, RegoValue value, bool member)
    {
        if (At(path) is not { _children: null } place)
        {
            return false;
        }

        if (member)
        {
            if (place._value is not null)
            {
                return false;
            }

            (place._members ??= new RegoSet.Builder()).Add(value);
            return true;
        }

        if (place._members is not null || (place._value is not null && !place._value.Equals(value)))
        {
            return false;
        }

        place._value = value;
        return true;
    }

    public RegoValue Build()
    {
        if (_value is not null)
        {
            return _value;
        }

        if (_members is not null)
        {
            return _members.Build();
        }

        if (_children is null)
        {
            return RegoObject.Empty;
        }

        var builder = new RegoObject.Builder();
        foreach (var (key, child) in _children)
        {
            builder.Set(key, child.Build());
        }

        return builder.Build();
    }

    private DocumentTree? At(ReadOnlySpan<RegoValue> path)
    {
        var place = this;
        foreach (var key in path)
        {
            if (place._value is not null || place._members is not null)
            {
                return null;
            }

            place._children ??= [];
            if (!place._children.TryGetValue(key, out var child))
            {
                child = new DocumentTree();
                place._children.Add(key, child);
            }

            place = child;
        }

        return place;
    }
}
