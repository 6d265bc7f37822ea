using Pharos.Events.Projections;

namespace Pharos.Tests.Events.Projections;

/// <summary>Keeps snapshots in memory and counts them.</summary>
internal sealed class KeptSnapshots : ISnapshots
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first that is written.</summary>
    public Task FirstWritten => _written.Task;

    public Snapshot? Newest { get; set; }

    public int Written { get; private set; }

    public bool IsFull { get; set; }

    public ValueTask<Snapshot?> ReadAsync(string name, CancellationToken cancellationToken = default) => new(Newest?.Name == name ? Newest : null);

    public ValueTask WriteAsync(Snapshot snapshot, CancellationToken cancellationToken = default)
    {
        if (IsFull)
        {
            throw new IOException("no space");
        }

        Newest = snapshot;
        Written++;
        _written.TrySetResult();
        return default;
    }
}
