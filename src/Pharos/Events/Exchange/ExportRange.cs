namespace Pharos.Events.Exchange;

/// <summary>What to export. The defaults are the whole log as it is when the export begins.</summary>
public sealed record ExportRange
{
    /// <summary>The first position. Default 1.</summary>
    public Position From { get; init; } = new(1);

    /// <summary>The last position; null for the head at the beginning of the export.</summary>
    public Position? To { get; init; }

    /// <summary>Only events of this type; such an export can be read but not imported. Default all.</summary>
    public string? Type { get; init; }

    /// <summary>Whether blobs are exported too. Default true.</summary>
    public bool WithBlobs { get; init; } = true;
}
