namespace Pharos.Events.Projections;

/// <summary>When a projection keeps a snapshot.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Events after which the next snapshot is due. Default 10,000.</summary>
    public int SnapshotEvents { get; init; } = 10_000;

    /// <summary>Time after which one is due when anything is new. Default 5 minutes.</summary>
    public TimeSpan SnapshotEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Least time between two snapshots, so that folding a long log anew does not write one after the other. Default 5 seconds.</summary>
    public TimeSpan SnapshotRest { get; init; } = TimeSpan.FromSeconds(5);
}
