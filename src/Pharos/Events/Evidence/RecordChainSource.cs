using System.Text;

namespace Pharos.Events.Evidence;

/// <summary>Events that are objects already, such as those of an archive, an export or a log in memory, as the rows of a chain. Slow beside an engine's own source.</summary>
/// <param name="read">Reads the events of a range in ascending order: those from the first position to the last, both included, that there are.</param>
/// <param name="extent">What there is to read.</param>
public sealed class RecordChainSource(Func<Position, Position, CancellationToken, IAsyncEnumerable<EventRecord>> read, Func<CancellationToken, ValueTask<ChainExtent>> extent) : IChainSource
{
    /// <summary>The events of a log that is open.</summary>
    public static RecordChainSource Of(IEventLog log) => new(
        (first, last, cancellationToken) => log.ReadAllAsync(new Position(first.Value - 1), cancellationToken).TakeWhile(record => record.Position <= last),
        async cancellationToken => await log.HeadAsync(cancellationToken) is { Value: > 0 } head ? new ChainExtent(new Position(1), head, []) : new ChainExtent(Position.Start, Position.Start, []));

    /// <summary>Events that are all in memory, in ascending order.</summary>
    public static RecordChainSource Of(IReadOnlyList<EventRecord> events) => new(
        (first, last, _) => events.Where(record => record.Position >= first && record.Position <= last).ToAsyncEnumerable(),
        _ => new ValueTask<ChainExtent>(new ChainExtent(
            events.Count == 0 ? Position.Start : events[0].Position,
            events.Count == 0 ? Position.Start : events[^1].Position,
            [.. events.Select(record => record.Stream.Category).Distinct(StringComparer.Ordinal)])));

    /// <inheritdoc/>
    public int Readers => 1;

    /// <inheritdoc/>
    public ValueTask<ChainExtent> ExtentAsync(CancellationToken cancellationToken = default) => extent(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Digest?> HashAtAsync(Position position, CancellationToken cancellationToken = default)
    {
        await foreach (var record in read(position, position, cancellationToken))
        {
            return record.Hash;
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task ReadAsync(Position first, Position last, IChainSink sink, CancellationToken cancellationToken = default)
    {
        await foreach (var record in read(first, last, cancellationToken))
        {
            if (!Hand(record, sink))
            {
                return;
            }
        }
    }

    private static bool Hand(EventRecord record, IChainSink sink) => sink.Take(new ChainRow
    {
        Position = record.Position.Value,
        Id = record.Id.Value.ToByteArray(bigEndian: true),
        Category = Encoding.UTF8.GetBytes(record.Stream.Category),
        StreamId = record.Stream.Id.ToByteArray(bigEndian: true),
        Version = record.Version,
        Type = Encoding.UTF8.GetBytes(record.Type),
        Schema = record.Schema,
        At = (record.At.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond,
        ActorKind = (long)record.Actor.Kind,
        Actor = Encoding.UTF8.GetBytes(record.Actor.Id),
        Agent = record.Agent is null ? default : Encoding.UTF8.GetBytes(record.Agent),
        Workspace = record.Workspace is null ? default : Encoding.UTF8.GetBytes(record.Workspace),
        Correlation = Bytes(record.Correlation?.Value),
        Causation = Bytes(record.Causation?.Value),
        Operation = Bytes(record.OperationId?.Value),
        Payload = record.Payload.Span,
        RemovedKind = record.Removed is { Kind: var kind } ? (long)kind : 0,
        RemovedDigest = record.Removed is { } removed ? removed.Digest.ToArray() : default,
        Leaf = record.Leaf.ToArray(),
        Hash = record.Hash.ToArray(),
    });

    private static ReadOnlySpan<byte> Bytes(Guid? id) => id is { } value ? value.ToByteArray(bigEndian: true) : default;
}
