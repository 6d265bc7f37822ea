namespace Pharos.Events.Evidence;

/// <summary>What a log is held against. Read everything outside the log before the verification begins: the log may grow during it, and a log ahead of its heads is fine.</summary>
public sealed record VerifyOptions
{
    /// <summary>Where to begin. Default: the first event.</summary>
    public Position From { get; init; } = new(1);

    /// <summary>The heads that were kept outside. Default: none.</summary>
    public IReadOnlyList<ChainAnchor> Heads { get; init; } = [];

    /// <summary>The checkpoints that were kept outside. Default: none.</summary>
    public IReadOnlyList<KeptCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>The only key that is trusted; null trusts those that the log names. Default: null.</summary>
    public CheckpointKey? Key { get; init; }

    /// <summary>Where the blobs are that events name; null leaves them out. Default: null.</summary>
    public IBlobStore? Blobs { get; init; }

    /// <summary>Events in one range. Default: 32,768.</summary>
    public int RangeSize { get; init; } = 32_768;

    /// <summary>Ranges that are walked side by side. Default: one for each processor.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;
}

/// <summary>A line of a checkpoint file.</summary>
/// <param name="Checkpoint">What it says; null when it is not a checkpoint.</param>
/// <param name="Origin">File and line, in words.</param>
public sealed record KeptCheckpoint(Checkpoint? Checkpoint, string Origin);

/// <summary>What a verification found.</summary>
public sealed record VerifyReport
{
    /// <summary>The first position that was looked at.</summary>
    public required Position First { get; init; }

    /// <summary>Events that fit.</summary>
    public required long Events { get; init; }

    /// <summary>The last position up to which everything fits.</summary>
    public required Position Head { get; init; }

    /// <summary>The chain's hash there; null when it cannot be read.</summary>
    public required Digest? Hash { get; init; }

    /// <summary>What the walk began from, in words.</summary>
    public required string AnchoredOn { get; init; }

    /// <summary>Heads and checkpoints outside whose hashes were compared.</summary>
    public required int Anchors { get; init; }

    /// <summary>Distinct checkpoints whose signatures were checked.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>The keys they were signed with.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Payloads that were erased.</summary>
    public required long Erased { get; init; }

    /// <summary>Payloads that were moved to archives.</summary>
    public required long Archived { get; init; }

    /// <summary>Blobs whose bytes were compared with their digest.</summary>
    public required long Blobs { get; init; }

    /// <summary>The first break; null when everything fits.</summary>
    public required ChainBreak? Break { get; init; }
}
