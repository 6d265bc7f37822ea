namespace Pharos.Rego.Values;

/// <summary>The null value.</summary>
public sealed class RegoNull : RegoValue
{
    private RegoNull()
    {
    }

    /// <summary>The only null.</summary>
    public static RegoNull Instance { get; } = new();

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Null;

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => 0x4e554c4c;

    private protected override int CompareSameKind(RegoValue other) => 0;
}
