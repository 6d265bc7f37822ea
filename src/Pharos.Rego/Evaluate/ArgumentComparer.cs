using System.Runtime.CompilerServices;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>
/// Compares the arguments of calls at a cost that does not grow with them: scalars and short arrays of scalars by value, larger values by
/// identity. Equal values of which one was built anew count as different, which is only a missed chance.
/// </summary>
internal sealed class ArgumentComparer : IEqualityComparer<RegoValue[]>, IAlternateEqualityComparer<ReadOnlySpan<RegoValue>, RegoValue[]>
{
    private const int ShortArray = 8;

    public static readonly ArgumentComparer Instance = new();

    public bool Equals(RegoValue[]? x, RegoValue[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && Equals((ReadOnlySpan<RegoValue>)x, y));

    public int GetHashCode(RegoValue[] obj) => GetHashCode((ReadOnlySpan<RegoValue>)obj);

    public RegoValue[] Create(ReadOnlySpan<RegoValue> alternate) => alternate.ToArray();

    public int GetHashCode(ReadOnlySpan<RegoValue> alternate)
    {
        var hash = default(HashCode);
        foreach (var argument in alternate)
        {
            if (argument is RegoArray { Count: <= ShortArray } array)
            {
                foreach (var item in array.AsSpan())
                {
                    hash.Add(Hash(item));
                }
            }
            else
            {
                hash.Add(Hash(argument));
            }
        }

        return hash.ToHashCode();
    }

    public bool Equals(ReadOnlySpan<RegoValue> alternate, RegoValue[] other)
    {
        if (alternate.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < other.Length; i++)
        {
            if (!AreSame(alternate[i], other[i]) && !AreSameItems(alternate[i] as RegoArray, other[i] as RegoArray))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsScalar(RegoValue value) => value is RegoString or RegoNumber or RegoBoolean or RegoNull;

    private static int Hash(RegoValue value) => IsScalar(value) ? value.GetHashCode() : RuntimeHelpers.GetHashCode(value);

    private static bool AreSame(RegoValue left, RegoValue right) => ReferenceEquals(left, right) || (IsScalar(left) && left.Equals(right));

    private static bool AreSameItems(RegoArray? left, RegoArray? right)
    {
        if (left is null || right is null || left.Count != right.Count || left.Count > ShortArray)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreSame(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
