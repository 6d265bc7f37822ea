namespace Pharos.Rego.Values;

/// <summary>
/// The keys that many objects have, kept once for all of them. An object of a shape costs its values only, and a policy finds a field of it without comparing texts.
/// Immutable, and shared by any number of threads.
/// </summary>
public sealed class RegoShape
{
    private readonly KeyTable _keys;

    /// <summary>A shape of distinct keys.</summary>
    /// <exception cref="ArgumentException">A key is named twice.</exception>
    public RegoShape(params ReadOnlySpan<string> keys)
    {
        _keys = new KeyTable(keys.Length) { IsShared = true };
        foreach (string key in keys)
        {
            if (_keys.Find(key) >= 0)
            {
                throw new ArgumentException($"The key \"{key}\" is named twice.", nameof(keys));
            }

            _keys.Append(RegoString.Of(key));
        }
    }

    /// <summary>An object of the shape; its values are in the order of the keys.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than keys.</exception>
    public RegoObject Of(params ReadOnlySpan<RegoValue> values) => values.Length == _keys.Count
        ? RegoObject.Adopt(_keys, values.ToArray())
        : throw new ArgumentException($"A shape of {_keys.Count} keys needs as many values, not {values.Length}.", nameof(values));
}
