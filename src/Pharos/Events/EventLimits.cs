namespace Pharos.Events;

/// <summary>The limits of what a log accepts. A batch that breaks one is answered with <see cref="AppendOutcome.Refused"/>.</summary>
public static class EventLimits
{
    /// <summary>Most events in one batch.</summary>
    public const int EventsPerBatch = 1000;

    /// <summary>Most expected versions in one batch.</summary>
    public const int ExpectedPerBatch = 1000;

    /// <summary>Largest payload of one event in bytes.</summary>
    public const int PayloadBytes = 16 * 1024 * 1024;

    /// <summary>Largest sum of payloads of one batch in bytes.</summary>
    public const int BatchPayloadBytes = 64 * 1024 * 1024;

    /// <summary>Deepest nesting of a payload.</summary>
    public const int PayloadDepth = 256;

    /// <summary>Longest event type in characters.</summary>
    public const int TypeLength = 64;

    /// <summary>Longest actor or agent id in characters.</summary>
    public const int ActorLength = 256;

    /// <summary>Longest workspace root in characters (the longest path of Linux).</summary>
    public const int WorkspaceLength = 4096;

    /// <summary>Longest content hash of an operation in bytes.</summary>
    public const int ContentHashBytes = 64;

    /// <summary>Most blobs one event may name.</summary>
    public const int BlobsPerEvent = 64;

    /// <summary>Largest blob in bytes.</summary>
    public const int BlobBytes = 64 * 1024 * 1024;

    /// <summary>Most payloads removed in one step.</summary>
    public const int RemovedPerStep = 10_000;
}
