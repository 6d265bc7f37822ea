namespace Pharos.Events.Evidence;

/// <summary>How a range stopped fitting, before anybody has looked closer.</summary>
internal abstract record RangeBreak
{
    private RangeBreak()
    {
    }

    /// <summary>The next row stands further on, or there is none.</summary>
    internal sealed record Missing(long? Next) : RangeBreak;

    /// <summary>The next row stands further back.</summary>
    internal sealed record OutOfOrder(long Found) : RangeBreak;

    /// <summary>The row is no event.</summary>
    internal sealed record Unreadable(string Why) : RangeBreak;

    /// <summary>The leaf is not that of the row.</summary>
    internal sealed record Changed(string? Detail) : RangeBreak;

    /// <summary>The hash does not follow from the one before.</summary>
    internal sealed record Unlinked : RangeBreak;

    /// <summary>An anchor remembers another hash.</summary>
    internal sealed record Rewritten(string Origin) : RangeBreak;
}
