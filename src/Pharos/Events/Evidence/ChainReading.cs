namespace Pharos.Events.Evidence;

/// <summary>Reads single hashes from a source that may be damaged.</summary>
internal static class ChainReading
{
    /// <summary>The stored hash at a position; null also where the store cannot read it. The walk over the same row names that as a break.</summary>
    public static async ValueTask<Digest?> TryHashAtAsync(this IChainSource source, Position position, CancellationToken cancellationToken)
    {
        try
        {
            return await source.HashAtAsync(position, cancellationToken);
        }
        catch (EventLogUnavailableException damaged) when (damaged.Code == "log.corrupt")
        {
            return null;
        }
    }
}
