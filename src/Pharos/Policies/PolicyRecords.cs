using Pharos.Events;
using Pharos.Events.Blobs;

namespace Pharos.Policies;

/// <summary>The activations in the log, with everything needed to let an earlier version decide again.</summary>
public sealed class PolicyRecords : IDisposable
{
    private readonly IEventLog _log;
    private readonly IBlobStore? _blobs;
    private readonly TimeProvider _clock;
    private readonly FoldedStream<PolicyHistory> _folded;

    private PolicyRecords(IEventLog log, IBlobStore? blobs, TimeProvider clock, FoldedStream<PolicyHistory> folded)
    {
        _log = log;
        _blobs = blobs;
        _clock = clock;
        _folded = folded;
    }

    /// <summary>What the log says now.</summary>
    public PolicyHistory History => _folded.State;

    /// <summary>Reads the history.</summary>
    /// <param name="log">The log.</param>
    /// <param name="blobs">Where the texts of large policies go; null keeps them in the events.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PolicyRecords> OpenAsync(IEventLog log, IBlobStore? blobs, TimeProvider clock, CancellationToken cancellationToken) =>
        new(log, blobs, clock, await FoldedStream.OpenAsync(log, PolicyHistory.Stream, PolicyHistory.Empty, PolicyHistory.Apply, cancellationToken));

    /// <summary>Records what decides now; nothing where the log says so already.</summary>
    public async Task RecordAsync(PolicyBundle bundle, IReadOnlyList<ActiveBundle> bundles, string reason, string? pinned, Actor by, CancellationToken cancellationToken)
    {
        var seen = History;
        ReadOnlyMemory<byte> whole = ActivationPayload.Write(bundle, seen, bundles, reason, pinned);
        var payload = _blobs is null ? new PartedPayload(whole, PayloadParts.WholeSchema, []) : await PayloadParts.StoreAsync(whole, _blobs, cancellationToken);
        await _folded.AppendAsync(history => IsSaid(history, bundle, bundles, pinned) ? null : new NewEvent
        {
            Stream = PolicyHistory.Stream,
            Id = EventId.New(_clock),
            Type = PolicyHistory.ActivatedType,
            Schema = payload.Schema,
            At = _clock.GetUtcNow(),
            Actor = by,
            Payload = payload.Bytes,
            Blobs = [.. payload.Parts.Select(part => part.Digest)],
        }, cancellationToken);
    }

    /// <summary>The policies of an activation; null where they were erased or archived away.</summary>
    public async Task<PolicySources?> SourcesAsync(Position position, CancellationToken cancellationToken) =>
        ActivationPayload.Sources((await PayloadAsync(position, cancellationToken)).Span);

    /// <summary>The bundles that the newest activation names, whole; those whose content is gone are left out.</summary>
    public async Task<IReadOnlyList<ActiveBundle>> BundlesAsync(CancellationToken cancellationToken)
    {
        var bundles = new List<ActiveBundle>();
        foreach (var recorded in History.Bundles)
        {
            if (ActivationPayload.Sources((await PayloadAsync(recorded.Position, cancellationToken)).Span, recorded.Name) is { } sources)
            {
                bundles.Add(new ActiveBundle(recorded.Name, recorded.Revision, recorded.Roots, recorded.Origin, recorded.KeyId, sources));
            }
        }

        return bundles;
    }

    /// <summary>Takes up what other nodes on the log have activated.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _folded.RefreshAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _folded.Dispose();

    private static bool IsSaid(PolicyHistory history, PolicyBundle bundle, IReadOnlyList<ActiveBundle> bundles, string? pinned) =>
        history.Latest?.Version == bundle.Version && history.Pinned == pinned
        && history.Bundles.Count == bundles.Count && history.Bundles.Zip(bundles).All(pair => pair.First.Is(pair.Second));

    private async Task<ReadOnlyMemory<byte>> PayloadAsync(Position position, CancellationToken cancellationToken)
    {
        if (await _log.GetAsync(position, cancellationToken) is not { } record || record.Type != PolicyHistory.ActivatedType)
        {
            return default;
        }

        return record.Schema == PayloadParts.PartedSchema && _blobs is not null && !record.Payload.IsEmpty
            ? await PayloadParts.LoadAsync(record.Payload, _blobs, cancellationToken)
            : record.Payload;
    }
}
