using System.Text;
using System.Text.Json;

namespace Pharos.Rego.Values;

/// <summary>
/// The keys that objects of a document began with so far, in the order they were read. Objects of the same keys share one table of them, and a key that comes
/// where it came before costs no text. What has many different keys is a mapping and is left to have a table of its own.
/// </summary>
internal sealed class JsonShape
{
    private const int MaximumKeys = 32;
    private const int MaximumChildren = 16;

    private readonly JsonShape? _parent;
    private readonly RegoString? _key;
    private readonly byte[] _utf8 = [];
    private JsonShape[] _children = [];
    private KeyTable? _table;

    /// <summary>The shape of an object before its first key.</summary>
    public JsonShape()
    {
    }

    private JsonShape(JsonShape parent, RegoString key)
    {
        _parent = parent;
        _key = key;
        _utf8 = Encoding.UTF8.GetBytes(key.Value);
        Count = parent.Count + 1;
    }

    /// <summary>How many keys there are.</summary>
    public int Count { get; }

    /// <summary>The keys as objects of this shape share them.</summary>
    public KeyTable Table => _table ??= Build();

    /// <summary>The shape after the key that the reader stands at, if it was read before.</summary>
    public JsonShape? Find(ref Utf8JsonReader reader)
    {
        foreach (var child in _children)
        {
            if (reader.ValueTextEquals(child._utf8))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The shape after a key that is written with escapes, which the reader cannot compare where they make no text; null when it was not read before.</summary>
    public JsonShape? Find(string key) => Array.Find(_children, child => child._key!.Value == key);

    /// <summary>The shape after a new key; null where shapes are of no use: a key that came before, or too many.</summary>
    public JsonShape? Add(RegoString key)
    {
        if (Count >= MaximumKeys || _children.Length >= MaximumChildren)
        {
            return null;
        }

        for (var shape = this; shape._key is { } earlier; shape = shape._parent!)
        {
            if (earlier.Equals(key))
            {
                return null;
            }
        }

        var child = new JsonShape(this, key);
        _children = [.. _children, child];
        return child;
    }

    /// <summary>The keys in the order they were read.</summary>
    public RegoString[] Keys()
    {
        var keys = new RegoString[Count];
        var at = Count;
        for (var shape = this; shape._key is { } key; shape = shape._parent!)
        {
            keys[--at] = key;
        }

        return keys;
    }

    private KeyTable Build()
    {
        var table = new KeyTable(Count);
        foreach (var key in Keys())
        {
            table.Append(key);
        }

        return table;
    }
}
