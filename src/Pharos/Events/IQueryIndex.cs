namespace Pharos.Events;

/// <summary>
/// What makes a log searchable: it follows the log behind the commit, never in its way, and holds nothing that the log does not, so it can be thrown away and
/// made anew at any time. Safe for use by many threads.
/// </summary>
public interface IQueryIndex
{
    /// <summary>The newest event that the index knows, as far as this node has heard. Queries with a filter wait until it has reached the head they must see.</summary>
    Position Position { get; }

    /// <summary>
    /// Throws the index away and makes it anew, up to the head that the log has at the call. Meanwhile queries with a filter wait, at most ten seconds, and then
    /// fail with <c>index.behind</c>; appends go on. Asked again while it runs, it begins again.
    /// </summary>
    /// <param name="progress">Told how far the new index has come.</param>
    /// <param name="cancellationToken">Ends the waiting only; the index goes on in the background.</param>
    /// <exception cref="EventLogUnavailableException"><c>log.closed</c>, or the index cannot be written.</exception>
    ValueTask RebuildAsync(IProgress<Position>? progress = null, CancellationToken cancellationToken = default);
}
