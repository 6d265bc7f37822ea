using System.Collections;

namespace Pharos.Rego.Values;

/// <summary>An ordered sequence of values.</summary>
public sealed class RegoArray : RegoValue, IReadOnlyList<RegoValue>
{
    private readonly RegoValue[] _items;
    private int _hash;
    private int _weight;

    private RegoArray(RegoValue[] items) => _items = items;

    /// <summary>The array without elements.</summary>
    public static RegoArray Empty { get; } = new([]);

    /// <summary>How many elements the array has.</summary>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Array;

    /// <summary>The element at a position from 0.</summary>
    public RegoValue this[int index] => _items[index];

    /// <summary>An array of the given elements.</summary>
    public static RegoArray Of(params ReadOnlySpan<RegoValue> items) => items.IsEmpty ? Empty : new RegoArray(items.ToArray());

    /// <summary>An array of the given elements.</summary>
    public static RegoArray From(IEnumerable<RegoValue> items) => Adopt([.. items]);

    /// <summary>An array of what is made of each item.</summary>
    public static RegoArray Of<T>(IReadOnlyList<T> items, Func<T, RegoValue> convert)
    {
        if (items.Count == 0)
        {
            return Empty;
        }

        RegoValue[] values = new RegoValue[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = convert(items[i]);
        }

        return new RegoArray(values);
    }

    /// <summary>The elements without a copy.</summary>
    public ReadOnlySpan<RegoValue> AsSpan() => _items;

    /// <summary>The value at a key of any kind, when the key is an integer inside the array.</summary>
    public bool TryGet(RegoValue key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RegoValue? value)
    {
        if (key is RegoNumber number && number.TryGetIndex(out long index) && (ulong)index < (ulong)_items.Length)
        {
            value = _items[index];
            return true;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not RegoArray array || array._items.Length != _items.Length || array.GetHashCode() != GetHashCode())
        {
            return false;
        }

        for (int i = 0; i < _items.Length; i++)
        {
            if (!_items[i].Equals(array._items[i]))
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
            uint sum = 0x41525241;
            foreach (RegoValue item in _items)
            {
                sum = (System.Numerics.BitOperations.RotateLeft(sum, 5) + (uint)item.GetHashCode()) * 0x9e3779b1;
            }

            hash = sum == 0 ? 1 : (int)sum;
            _hash = hash;
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<RegoValue> GetEnumerator() => ((IEnumerable<RegoValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    internal override int Weight
    {
        get
        {
            if (_weight == 0)
            {
                long sum = 1;
                foreach (RegoValue item in _items)
                {
                    sum += item.Weight;
                }

                _weight = (int)Math.Min(sum, int.MaxValue);
            }

            return _weight;
        }
    }

    /// <summary>Takes over an array that nobody else writes to any more.</summary>
    internal static RegoArray Adopt(RegoValue[] items) => items.Length == 0 ? Empty : new RegoArray(items);

    private protected override int CompareSameKind(RegoValue other)
    {
        RegoValue[] right = ((RegoArray)other)._items;
        int shared = Math.Min(_items.Length, right.Length);
        for (int i = 0; i < shared; i++)
        {
            int order = _items[i].CompareTo(right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return _items.Length - right.Length;
    }
}
