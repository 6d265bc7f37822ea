using System.Globalization;

namespace Pharos.Events;

/// <summary>Where an event stands in the whole log. The first event stands at 1; positions have no gaps. 0 is "before everything".</summary>
public readonly record struct Position(long Value) : IComparable<Position>
{
    /// <summary>Before the first event: what an empty log's head is, and what a reader of everything starts after.</summary>
    public static readonly Position Start = new(0);

    /// <inheritdoc/>
    public int CompareTo(Position other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left position comes earlier in the log.</summary>
    public static bool operator <(Position left, Position right) => left.Value < right.Value;

    /// <summary>Whether the left position comes later in the log.</summary>
    public static bool operator >(Position left, Position right) => left.Value > right.Value;

    /// <summary>Whether the left position is the same or earlier.</summary>
    public static bool operator <=(Position left, Position right) => left.Value <= right.Value;

    /// <summary>Whether the left position is the same or later.</summary>
    public static bool operator >=(Position left, Position right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
