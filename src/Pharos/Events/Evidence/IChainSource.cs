namespace Pharos.Events.Evidence;

/// <summary>
/// Where the rows of a chain are read from: an engine's table, an archived segment, an export. All are held to the same rules by <see cref="LogVerifier"/>. Members may be
/// called concurrently, up to <see cref="Readers"/> at a time. Failures of the environment throw <see cref="EventLogUnavailableException"/>; <c>log.corrupt</c> means that what
/// is stored cannot be read and is reported as a break.
/// </summary>
public interface IChainSource
{
    /// <summary>How many ranges may be read at a time; at least 1.</summary>
    int Readers { get; }

    /// <summary>What there is to read now.</summary>
    ValueTask<ChainExtent> ExtentAsync(CancellationToken cancellationToken = default);

    /// <summary>The stored hash at a position; null when no row stands there or it holds no hash.</summary>
    ValueTask<Digest?> HashAtAsync(Position position, CancellationToken cancellationToken = default);

    /// <summary>Hands over every row of a range in ascending order, until the sink has seen enough.</summary>
    Task ReadAsync(Position first, Position last, IChainSink sink, CancellationToken cancellationToken = default);
}

/// <summary>Takes rows one by one, on one thread at a time.</summary>
public interface IChainSink
{
    /// <summary>Takes a row; false when no more are wanted.</summary>
    bool Take(in ChainRow row);
}

/// <summary>What a source holds.</summary>
/// <param name="First">The lowest position; 0 when there is none.</param>
/// <param name="Last">The highest position; 0 when there is none.</param>
/// <param name="Categories">The stream categories it knows, to try them where a row's was changed.</param>
public sealed record ChainExtent(Position First, Position Last, IReadOnlyList<string> Categories);
