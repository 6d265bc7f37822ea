using System.Collections;

namespace Pharos.Rego.Values;

/// <summary>A collection of distinct values, listed in sorted order.</summary>
public sealed class RegoSet : RegoValue, IReadOnlyCollection<RegoValue>
{
    private readonly KeyTable _items;
    private int _hash;
    private int _weight;

    private RegoSet(KeyTable items) => _items = items;

    /// <summary>The set without elements.</summary>
    public static RegoSet Empty { get; } = new(new KeyTable(0));

    /// <summary>How many elements the set has.</summary>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Set;

    /// <summary>A set of the given elements.</summary>
    public static RegoSet Of(params ReadOnlySpan<RegoValue> items)
    {
        if (items.IsEmpty)
        {
            return Empty;
        }

        // Large lists are often full of the same elements, so their length says little of the set's.
        var table = new KeyTable(Math.Min(items.Length, 8));
        foreach (RegoValue item in items)
        {
            if (table.Find(item) < 0)
            {
                table.Append(item);
            }
        }

        return new RegoSet(table);
    }

    /// <summary>Whether the value is an element.</summary>
    public bool Contains(RegoValue item) => _items.Find(item) >= 0;

    /// <summary>The element at a position of the sorted order.</summary>
    public RegoValue ItemAt(int index) => _items[_items.SortedToAdded(index)];

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoSet right || right.Count != Count || right.GetHashCode() != GetHashCode())
        {
            return false;
        }

        for (int i = 0; i < _items.Count; i++)
        {
            if (!right.Contains(_items[i]))
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
            uint sum = 0x53455420;
            for (int i = 0; i < _items.Count; i++)
            {
                sum += (uint)HashCode.Combine(_items[i].GetHashCode());
            }

            hash = sum == 0 ? 1 : (int)sum;
            _hash = hash;
        }

        return hash;
    }

    /// <summary>The elements in sorted order.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<RegoValue> IEnumerable<RegoValue>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override int Weight
    {
        get
        {
            if (_weight == 0)
            {
                long sum = 1;
                for (int i = 0; i < _items.Count; i++)
                {
                    sum += _items[i].Weight;
                }

                _weight = (int)Math.Min(sum, int.MaxValue);
            }

            return _weight;
        }
    }

    /// <summary>The element at a position of the order of addition, for work in which order does not matter and sorting would be waste.</summary>
    internal RegoValue ItemAdded(int index) => _items[index];

    private protected override int CompareSameKind(RegoValue other)
    {
        var right = (RegoSet)other;
        int shared = Math.Min(Count, right.Count);
        for (int i = 0; i < shared; i++)
        {
            int order = ItemAt(i).CompareTo(right.ItemAt(i));
            if (order != 0)
            {
                return order;
            }
        }

        return Count - right.Count;
    }

    /// <summary>Collects elements for one set; it is used by one thread and is spent after <see cref="Build"/>.</summary>
    public sealed class Builder
    {
        private readonly KeyTable _items;

        /// <summary>An empty builder.</summary>
        public Builder(int capacity = 0) => _items = new KeyTable(capacity);

        /// <summary>How many elements there are so far.</summary>
        public int Count => _items.Count;

        /// <summary>Adds an element; false when it was there already.</summary>
        public bool Add(RegoValue item)
        {
            if (_items.Find(item) >= 0)
            {
                return false;
            }

            _items.Append(item);
            return true;
        }

        /// <summary>Whether the value was added already.</summary>
        public bool Contains(RegoValue item) => _items.Find(item) >= 0;

        /// <summary>The finished set.</summary>
        public RegoSet Build() => _items.Count == 0 ? Empty : new RegoSet(_items);
    }

    /// <summary>Walks the elements in sorted order without allocating.</summary>
    public struct Enumerator : IEnumerator<RegoValue>
    {
        private readonly RegoSet _set;
        private int _index = -1;

        internal Enumerator(RegoSet walked) => _set = walked;

        /// <inheritdoc/>
        public readonly RegoValue Current => _set.ItemAt(_index);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _set.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
