namespace Pharos.Events;

/// <summary>The index of an engine that searches its events directly: it is always at the head, and there is nothing to make anew.</summary>
/// <param name="head">Tells the head.</param>
public sealed class UnindexedLog(Func<Position> head) : IQueryIndex
{
    /// <inheritdoc/>
    public Position Position => head();

    /// <inheritdoc/>
    public ValueTask RebuildAsync(IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        progress?.Report(Position);
        return ValueTask.CompletedTask;
    }
}
