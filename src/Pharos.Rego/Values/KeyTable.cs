namespace Pharos.Rego.Values;

/// <summary>
/// Distinct values in the order they were added, found by hash and listed in sorted order on demand. It is written by one builder and
/// frozen when the builder hands it over; the sorted order is computed at most a few times when threads race, never half published.
/// </summary>
internal sealed class KeyTable
{
    // Measured: scanning up to eight keys is faster than hashing, and most objects of a policy input are that small.
    private const int ScanLimit = 8;
    private static readonly int[] AddedInOrder = [];

    private RegoValue[] _keys;
    private int[]? _slots;
    private int[]? _order;

    internal KeyTable(int capacity) => _keys = capacity == 0 ? [] : new RegoValue[capacity];

    internal int Count { get; private set; }

    /// <summary>Whether many objects have these keys, so that it is of use to remember where one of them stands.</summary>
    internal bool IsShared { get; init; }

    internal RegoValue this[int added] => _keys[added];

    internal int Find(RegoValue key)
    {
        if (key is RegoString text)
        {
            return _slots is null ? Scan(text.Value) : Probe(text.Value.AsSpan(), text.GetHashCode());
        }

        if (_slots is not { } slots)
        {
            RegoValue[] keys = _keys;
            for (int i = 0; i < Count; i++)
            {
                if (keys[i].Equals(key))
                {
                    return i;
                }
            }

            return -1;
        }

        int mask = slots.Length - 1;
        for (int slot = Start(key.GetHashCode(), mask); slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int added = slots[slot] - 1;
            if (_keys[added].Equals(key))
            {
                return added;
            }
        }

        return -1;
    }

    internal int Find(string key) => _slots is null ? Scan(key) : Probe(key.AsSpan(), RegoString.HashOf(key));

    /// <summary>The position of a text key that is part of a longer text.</summary>
    internal int Find(ReadOnlySpan<char> key) => _slots is null ? Scan(key) : Probe(key, string.GetHashCode(key, StringComparison.Ordinal));

    /// <summary>Adds a key that is known to be absent and returns its position.</summary>
    internal int Append(RegoValue key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, Count * 2));
        }

        _keys[Count] = key;
        Count++;
        if (Count > ScanLimit)
        {
            if (_slots is null || Count * 2 > _slots.Length)
            {
                Rehash();
            }
            else
            {
                Place(_slots, key, Count - 1);
            }
        }

        return Count - 1;
    }

    /// <summary>The position, in order of addition, of the key that is <paramref name="sorted"/>-th in sorted order.</summary>
    internal int SortedToAdded(int sorted)
    {
        int[] order = _order ?? Sort();
        return order.Length == 0 ? sorted : order[sorted];
    }

    private static int Start(int hash, int mask) => (int)((uint)hash * 0x9e3779b1 >> 7) & mask;

    private int Scan(string key)
    {
        ReadOnlySpan<RegoValue> keys = _keys.AsSpan(0, Count);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] is RegoString text && RegoString.Same(text.Value, key))
            {
                return i;
            }
        }

        return -1;
    }

    private int Scan(ReadOnlySpan<char> key)
    {
        RegoValue[] keys = _keys;
        for (int i = 0; i < Count; i++)
        {
            if (keys[i] is RegoString text && key.SequenceEqual(text.Value))
            {
                return i;
            }
        }

        return -1;
    }

    private int Probe(ReadOnlySpan<char> key, int hash)
    {
        int[] slots = _slots!;
        int mask = slots.Length - 1;
        for (int slot = Start(hash, mask); slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int added = slots[slot] - 1;
            if (_keys[added] is RegoString text && text.GetHashCode() == hash && key.SequenceEqual(text.Value))
            {
                return added;
            }
        }

        return -1;
    }

    private void Rehash()
    {
        int size = 32;
        while (size < Count * 3)
        {
            size *= 2;
        }

        int[] slots = new int[size];
        for (int i = 0; i < Count; i++)
        {
            Place(slots, _keys[i], i);
        }

        _slots = slots;
    }

    private static void Place(int[] slots, RegoValue key, int added)
    {
        int mask = slots.Length - 1;
        int slot = Start(key.GetHashCode(), mask);
        while (slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        slots[slot] = added + 1;
    }

    private int[] Sort()
    {
        bool inOrder = true;
        for (int i = 1; i < Count && inOrder; i++)
        {
            inOrder = _keys[i - 1].CompareTo(_keys[i]) < 0;
        }

        int[] order = AddedInOrder;
        if (!inOrder)
        {
            order = new int[Count];
            for (int i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            RegoValue[] keys = _keys;
            Array.Sort(order, (a, b) => keys[a].CompareTo(keys[b]));
        }

        Volatile.Write(ref _order, order);
        return order;
    }
}
