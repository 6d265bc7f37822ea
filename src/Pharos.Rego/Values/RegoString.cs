using System.Runtime.CompilerServices;

namespace Pharos.Rego.Values;

/// <summary>A text. Texts sort by code point, which is the order of their UTF-8 bytes and not that of UTF-16 units.</summary>
public sealed class RegoString : RegoValue
{
    private int _hash;

    private RegoString(string value) => Value = value;

    /// <summary>The empty text.</summary>
    public static RegoString Empty { get; } = new(string.Empty);

    /// <summary>The text as .NET has it.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.String;

    /// <summary>The value for <paramref name="text"/>.</summary>
    public static RegoString Of(string text) => text.Length == 0 ? Empty : new RegoString(text);

    /// <summary>Compares two texts by code point.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        char a = left[common];
        char b = right[common];
        // Surrogates stand for code points above U+FFFF, yet as units they are smaller than U+E000..U+FFFF.
        bool astralA = char.IsSurrogate(a);
        bool astralB = char.IsSurrogate(b);
        return astralA == astralB ? a - b : astralA ? 1 : -1;
    }

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) =>
        ReferenceEquals(this, other) || (other is RegoString text && Same(Value, text.Value));

    /// <summary>Whether two texts are the same; in line where it is asked, because it is asked for every key and most conditions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Same(string left, string right) => ReferenceEquals(left, right) || (left.Length == right.Length && left.AsSpan().SequenceEqual(right));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = _hash;
        if (hash == 0)
        {
            hash = HashOf(Value);
            _hash = hash;
        }

        return hash;
    }

    internal override int Weight => 1 + (Value.Length >> 4);

    internal static int HashOf(string text) => text.GetHashCode(StringComparison.Ordinal);

    private protected override int CompareSameKind(RegoValue other) => Compare(Value, ((RegoString)other).Value);
}
