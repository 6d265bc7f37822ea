namespace Pharos.Rego.Values;

/// <summary>true or false.</summary>
public sealed class RegoBoolean : RegoValue
{
    private RegoBoolean(bool value) => Value = value;

    /// <summary>The value true.</summary>
    public static RegoBoolean True { get; } = new(true);

    /// <summary>The value false.</summary>
    public static RegoBoolean False { get; } = new(false);

    /// <summary>The boolean as .NET has it.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Boolean;

    /// <summary>The shared instance for <paramref name="value"/>.</summary>
    public static RegoBoolean Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override bool Equals(RegoValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 0x54525545 : 0x46414c53;

    private protected override int CompareSameKind(RegoValue other) => Value.CompareTo(((RegoBoolean)other).Value);
}
