namespace Pharos.Events.Projections;

/// <summary>Keeps nothing: every start folds from the beginning.</summary>
public sealed class NoSnapshots : ISnapshots
{
    /// <inheritdoc/>
    public ValueTask<Snapshot?> ReadAsync(string name, CancellationToken cancellationToken = default) => default;

    /// <inheritdoc/>
    public ValueTask WriteAsync(Snapshot snapshot, CancellationToken cancellationToken = default) => default;
}
