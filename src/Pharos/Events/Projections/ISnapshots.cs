namespace Pharos.Events.Projections;

/// <summary>Keeps the newest snapshot of each read model. Safe for use by many threads, one writer for each name.</summary>
public interface ISnapshots
{
    /// <summary>The newest snapshot of a name; null when there is none, or when what is there is damaged.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    ValueTask<Snapshot?> ReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Replaces the snapshot of its name, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written; the one before is still there.</exception>
    ValueTask WriteAsync(Snapshot snapshot, CancellationToken cancellationToken = default);
}
