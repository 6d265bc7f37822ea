namespace Pharos.Events.Indexing;

/// <summary>
/// The earliest and the latest time among neighbouring events. Clocks step back, so times do not rise with positions and cannot be searched like them; a map of zones says
/// where a span of time cannot be, and every event of the other zones is looked at.
/// </summary>
/// <param name="First">The zone's first position.</param>
/// <param name="Last">The newest of its positions that it has seen.</param>
/// <param name="MinAt">The earliest time, in microseconds since 1970 UTC.</param>
/// <param name="MaxAt">The latest time, likewise.</param>
public readonly record struct Zone(long First, long Last, long MinAt, long MaxAt)
{
    /// <summary>Positions of a full zone.</summary>
    public const int Size = 1024;

    /// <summary>The first position of the zone that a position belongs to.</summary>
    public static long FirstOf(long position) => position - ((position - 1) % Size);

    /// <summary>A zone that has seen one event.</summary>
    public static Zone Of(long position, long at) => new(FirstOf(position), position, at, at);

    /// <summary>The zone with one event more, which belongs to it.</summary>
    public Zone With(long position, long at) => this with { Last = Math.Max(Last, position), MinAt = Math.Min(MinAt, at), MaxAt = Math.Max(MaxAt, at) };

    /// <summary>Whether an event of the zone may lie between two times, both included.</summary>
    public bool MayHold(long from, long to) => MinAt <= to && MaxAt >= from;
}
