namespace Pharos.Events;

/// <summary>Which events to look for. Every given field must match; nothing given matches every event.</summary>
public sealed record EventQuery
{
    /// <summary>The default page size.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The largest page size.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The exact event type.</summary>
    public string? Type { get; init; }

    /// <summary>The exact agent id.</summary>
    public string? Agent { get; init; }

    /// <summary>The exact workspace root.</summary>
    public string? Workspace { get; init; }

    /// <summary>The correlation.</summary>
    public CorrelationId? Correlation { get; init; }

    /// <summary>The earliest time, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time before which events happened, itself excluded.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Continue behind this position in the direction of the order; null begins at that direction's end.</summary>
    public Position? After { get; init; }

    /// <summary>Most events on the page, 1 to 1000. Default 100.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Newest first. Default oldest first.</summary>
    public bool Descending { get; init; }

    /// <summary>Whether any field must match; a query without one is a walk by position.</summary>
    public bool IsFiltered => Type is not null || Agent is not null || Workspace is not null || Correlation is not null || From is not null || To is not null;

    /// <summary>Whether an event has every given field. What an index finds is held against this, so an index can never show a wrong event.</summary>
    public bool Matches(EventRecord record) =>
        (Type is null || string.Equals(record.Type, Type, StringComparison.Ordinal))
        && (Agent is null || string.Equals(record.Agent, Agent, StringComparison.Ordinal))
        && (Workspace is null || string.Equals(record.Workspace, Workspace, StringComparison.Ordinal))
        && (Correlation is null || record.Correlation == Correlation)
        && (From is null || record.At >= From)
        && (To is null || record.At < To);
}

/// <summary>
/// A page of a query. <paramref name="Next"/> is the <see cref="EventQuery.After"/> of the following page and null when nothing follows. A page may hold
/// fewer events than asked, even none, and still have a next one: the work of one page is bounded.
/// </summary>
public sealed record EventPage(IReadOnlyList<EventRecord> Events, Position? Next);
