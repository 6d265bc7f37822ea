using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Pharos.Rego.Values;

/// <summary>A mapping from values of any kind to values, listed in the sorted order of its keys.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Rego calls it an object.")]
public sealed class RegoObject : RegoValue, IReadOnlyCollection<KeyValuePair<RegoValue, RegoValue>>
{
    private readonly KeyTable _keys;
    private readonly RegoValue[] _values;
    private int _hash;
    private int _weight;

    private RegoObject(KeyTable keys, RegoValue[] values)
    {
        _keys = keys;
        _values = values;
    }

    /// <summary>The object without entries.</summary>
    public static RegoObject Empty { get; } = new(new KeyTable(0), []);

    /// <summary>How many entries the object has.</summary>
    public int Count => _keys.Count;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Object;

    /// <summary>An object with text keys; a later entry replaces an earlier one of the same key.</summary>
    public static RegoObject Of(params ReadOnlySpan<KeyValuePair<string, RegoValue>> entries)
    {
        var builder = new Builder(entries.Length);
        foreach (KeyValuePair<string, RegoValue> entry in entries)
        {
            builder.Set(RegoString.Of(entry.Key), entry.Value);
        }

        return builder.Build();
    }

    /// <summary>An object with text keys; a later entry replaces an earlier one of the same key.</summary>
    public static RegoObject Of(params ReadOnlySpan<(string Key, RegoValue Value)> entries)
    {
        var builder = new Builder(entries.Length);
        foreach ((string key, RegoValue value) in entries)
        {
            builder.Set(RegoString.Of(key), value);
        }

        return builder.Build();
    }

    /// <summary>The value at a key.</summary>
    public bool TryGet(RegoValue key, [NotNullWhen(true)] out RegoValue? value) => At(_keys.Find(key), out value);

    /// <summary>The value at a text key, without allocating a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out RegoValue? value) => At(_keys.Find(key), out value);

    /// <summary>Whether the object has the key.</summary>
    public bool ContainsKey(RegoValue key) => _keys.Find(key) >= 0;

    /// <summary>The key at a position of the sorted order.</summary>
    public RegoValue KeyAt(int index) => _keys[_keys.SortedToAdded(index)];

    /// <summary>The value at a position of the sorted order.</summary>
    public RegoValue ValueAt(int index) => _values[_keys.SortedToAdded(index)];

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoObject right || right.Count != Count || right.GetHashCode() != GetHashCode())
        {
            return false;
        }

        for (int i = 0; i < _keys.Count; i++)
        {
            if (!right.TryGet(_keys[i], out RegoValue? value) || !value.Equals(_values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _hash;
        if (hash == 0)
        {
            // A sum, so that the order of addition does not matter and hashing needs no sorting.
            uint sum = 0x4f424a45;
            for (int i = 0; i < _keys.Count; i++)
            {
                sum += (uint)HashCode.Combine(_keys[i].GetHashCode(), _values[i].GetHashCode());
            }

            hash = sum == 0 ? 1 : (int)sum;
            _hash = hash;
        }

        return hash;
    }

    /// <summary>The entries in the sorted order of their keys.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<RegoValue, RegoValue>> IEnumerable<KeyValuePair<RegoValue, RegoValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override int CompareSameKind(RegoValue other)
    {
        var right = (RegoObject)other;
        int shared = Math.Min(Count, right.Count);
        for (int i = 0; i < shared; i++)
        {
            int order = KeyAt(i).CompareTo(right.KeyAt(i));
            order = order != 0 ? order : ValueAt(i).CompareTo(right.ValueAt(i));
            if (order != 0)
            {
                return order;
            }
        }

        return Count - right.Count;
    }

    internal override int Weight
    {
        get
        {
            if (_weight == 0)
            {
                long sum = 1;
                for (int i = 0; i < _keys.Count; i++)
                {
                    sum += _keys[i].Weight + _values[i].Weight;
                }

                _weight = (int)Math.Min(sum, int.MaxValue);
            }

            return _weight;
        }
    }

    /// <summary>The keys, which objects of one shape share.</summary>
    internal KeyTable Keys => _keys;

    /// <summary>The value at a position in the order of addition.</summary>
    internal RegoValue AddedAt(int added) => _values[added];

    /// <summary>An object of keys that others share; the values are in the order of the keys, and nobody else writes to them.</summary>
    internal static RegoObject Adopt(KeyTable keys, RegoValue[] values) => new(keys, values);

    private bool At(int added, [NotNullWhen(true)] out RegoValue? value)
    {
        value = added < 0 ? null : _values[added];
        return added >= 0;
    }

    /// <summary>Collects entries for one object; it is used by one thread and is spent after <see cref="Build"/>.</summary>
    public sealed class Builder
    {
        private readonly KeyTable _keys;
        private RegoValue[] _values;

        /// <summary>An empty builder.</summary>
        public Builder(int capacity = 0)
        {
            _keys = new KeyTable(capacity);
            _values = capacity == 0 ? [] : new RegoValue[capacity];
        }

        /// <summary>A builder that starts with the entries of an object.</summary>
        public Builder(RegoObject start)
            : this(start.Count + 1)
        {
            for (int i = 0; i < start._keys.Count; i++)
            {
                Append(start._keys[i], start._values[i]);
            }
        }

        /// <summary>How many entries there are so far.</summary>
        public int Count => _keys.Count;

        /// <summary>Adds an entry or replaces the one with the same key.</summary>
        public void Set(RegoValue key, RegoValue value)
        {
            int added = _keys.Find(key);
            if (added >= 0)
            {
                _values[added] = value;
            }
            else
            {
                Append(key, value);
            }
        }

        /// <summary>Adds or replaces an entry with a text key.</summary>
        public void Set(string key, RegoValue value) => Set(RegoString.Of(key), value);

        /// <summary>Adds an entry unless the key is taken; <paramref name="existing"/> is then the value that stays.</summary>
        public bool TryAdd(RegoValue key, RegoValue value, [NotNullWhen(false)] out RegoValue? existing)
        {
            int added = _keys.Find(key);
            if (added >= 0)
            {
                existing = _values[added];
                return false;
            }

            Append(key, value);
            existing = null;
            return true;
        }

        /// <summary>The value collected for a key so far.</summary>
        public bool TryGet(RegoValue key, [NotNullWhen(true)] out RegoValue? value)
        {
            int added = _keys.Find(key);
            value = added < 0 ? null : _values[added];
            return added >= 0;
        }

        /// <summary>The finished object.</summary>
        public RegoObject Build() => _keys.Count == 0 ? Empty : new RegoObject(_keys, _values);

        private void Append(RegoValue key, RegoValue value)
        {
            int added = _keys.Append(key);
            if (added == _values.Length)
            {
                Array.Resize(ref _values, Math.Max(4, added * 2));
            }

            _values[added] = value;
        }
    }

    /// <summary>Walks the entries in sorted order without allocating.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<RegoValue, RegoValue>>
    {
        private readonly RegoObject _object;
        private int _index = -1;

        internal Enumerator(RegoObject walked) => _object = walked;

        /// <inheritdoc/>
        public readonly KeyValuePair<RegoValue, RegoValue> Current
        {
            get
            {
                int added = _object._keys.SortedToAdded(_index);
                return new KeyValuePair<RegoValue, RegoValue>(_object._keys[added], _object._values[added]);
            }
        }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _object.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
