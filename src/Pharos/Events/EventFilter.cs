namespace Pharos.Events;

/// <summary>Which events a subscriber wants: every given field must be equal. The default gives nothing and so wants everything.</summary>
public readonly record struct EventFilter
{
    /// <summary>In how many ways fields can be given or left out.</summary>
    internal const int Shapes = 16;

    /// <summary>The exact event type.</summary>
    public string? Type { get; init; }

    /// <summary>The exact agent id.</summary>
    public string? Agent { get; init; }

    /// <summary>The exact workspace root.</summary>
    public string? Workspace { get; init; }

    /// <summary>The correlation.</summary>
    public CorrelationId? Correlation { get; init; }

    /// <summary>Whether every event is wanted.</summary>
    public bool IsEverything => Shape == 0;

    /// <summary>Which fields are given, one bit each.</summary>
    internal int Shape => (Type is null ? 0 : 1) | (Agent is null ? 0 : 2) | (Workspace is null ? 0 : 4) | (Correlation is null ? 0 : 8);

    /// <summary>Whether an event is wanted.</summary>
    public bool Matches(EventRecord record) =>
        (Type is null || Type == record.Type)
        && (Agent is null || Agent == record.Agent)
        && (Workspace is null || Workspace == record.Workspace)
        && (Correlation is null || Correlation == record.Correlation);

    /// <summary>
    /// The one filter of a shape that an event can match, so that a look-up finds who waits for it; null when the event lacks a field that the shape gives.
    /// </summary>
    internal static EventFilter? Of(EventRecord record, int shape) =>
        ((shape & 2) != 0 && record.Agent is null) || ((shape & 4) != 0 && record.Workspace is null) || ((shape & 8) != 0 && record.Correlation is null)
            ? null
            : new EventFilter
            {
                Type = (shape & 1) != 0 ? record.Type : null,
                Agent = (shape & 2) != 0 ? record.Agent : null,
                Workspace = (shape & 4) != 0 ? record.Workspace : null,
                Correlation = (shape & 8) != 0 ? record.Correlation : null,
            };
}
