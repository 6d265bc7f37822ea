namespace Pharos.Events.Evidence;

/// <summary>
/// Erases single payloads for good, such as a secret that reached the log. The event keeps its place, and an event with the reason is appended in the same commit. Safe for use by many threads.
/// </summary>
public sealed class LogErasure : IDisposable
{
    /// <summary>Longest reason in characters.</summary>
    public const int MaximumReason = 1000;

    // Folded into the state that the server starts from, so an event without its payload would change what holds; and what the log says about itself is its evidence.
    private static readonly string[] ProtectedCategories = ["tokens", "agents", "workspaces", "policies", "log", "exchange"];

    // Without its payload nobody can tell what was taken back, and it would hold again. It names a grant, and has no words in it.
    private static readonly string[] ProtectedTypes = ["grant.revoked"];

    // A blob that was put again a moment ago may belong to an append that is under way.
    private static readonly TimeSpan BlobsYoungerThanThisStay = TimeSpan.FromMinutes(1);

    private readonly IEventStore _store;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _erasing = new(1, 1);

    /// <param name="store">The store.</param>
    /// <param name="clock">The clock.</param>
    public LogErasure(IEventStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
    }

    /// <summary>Whether an event may be erased at all.</summary>
    public static bool IsProtected(EventRecord record) =>
        record.Type.StartsWith("log.", StringComparison.Ordinal) || ProtectedCategories.Contains(record.Stream.Category, StringComparer.Ordinal)
        || ProtectedTypes.Contains(record.Type, StringComparer.Ordinal);

    /// <summary>Why an event cannot be erased, or has been; null when it can be.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="reason">Why somebody wants it gone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<ErasureOutcome?> RefuseAsync(Position position, string? reason, CancellationToken cancellationToken)
    {
        if (reason is null || string.IsNullOrWhiteSpace(reason) || reason.Length > MaximumReason)
        {
            return new ErasureOutcome.Refused("erase.reason", $"A reason is needed: 1 to {MaximumReason} characters.");
        }

        if (position.Value < 1 || await _store.Log.GetAsync(position, cancellationToken) is not { } record)
        {
            return new ErasureOutcome.Unknown();
        }

        if (IsProtected(record))
        {
            return new ErasureOutcome.Refused("erase.protected", $"An event {record.Type} cannot be erased: what the server knows is folded from it, or it is evidence. Withdraw instead what it grants.");
        }

        return record.Removed?.Kind == PayloadRemoval.Erased ? await FindAsync(position, cancellationToken) : null;
    }

    /// <summary>Erases the payload of an event. Done again it says when it was done.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="reason">Why, 1 to <see cref="MaximumReason"/> characters; recorded.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="cancellationToken">Gives up before the log is changed.</param>
    /// <exception cref="EventLogUnavailableException">The environment failed.</exception>
    public async ValueTask<ErasureOutcome> EraseAsync(Position position, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        await _erasing.WaitAsync(cancellationToken);
        try
        {
            if (await RefuseAsync(position, reason, cancellationToken) is { } refused)
            {
                return refused;
            }

            var record = (await _store.Log.GetAsync(position, cancellationToken))!;
            var named = await _store.Blobs.NamedByAsync(position, cancellationToken);
            var outcome = await _store.Maintenance.RemovePayloadsAsync(new RemovalStep([position], PayloadRemoval.Erased, RecordOf(record, reason!, actor)), cancellationToken);
            if (outcome is not RemovalOutcome.Removed removed)
            {
                return outcome is RemovalOutcome.Refused no ? new ErasureOutcome.Refused(no.Code, no.Reason) : new ErasureOutcome.Unknown();
            }

            if (named.Count > 0)
            {
                // From here on the erasure stands, whoever has gone.
                await _store.Blobs.SweepAsync(BlobsYoungerThanThisStay, CancellationToken.None);
            }

            return new ErasureOutcome.Erased(removed.Record);
        }
        finally
        {
            _erasing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _erasing.Dispose();

    private NewEvent RecordOf(EventRecord erased, string reason, Actor actor) => new()
    {
        Stream = EvidenceEvents.ErasureOf(erased.Position),
        Id = EventId.New(_clock),
        Type = EvidenceEvents.Erased,
        At = _clock.GetUtcNow(),
        Actor = actor,
        Agent = erased.Agent,
        Workspace = erased.Workspace,
        Correlation = erased.Correlation,
        Causation = erased.Id,
        Payload = EvidenceEvents.ErasedPayload(erased, reason),
    };

    private async ValueTask<ErasureOutcome> FindAsync(Position position, CancellationToken cancellationToken)
    {
        await foreach (var record in _store.Log.ReadStreamAsync(EvidenceEvents.ErasureOf(position), cancellationToken: cancellationToken))
        {
            return new ErasureOutcome.Already(record.Position, record.At);
        }

        return new ErasureOutcome.Refused("erase.unrecorded", $"The payload at {position} is gone, but no event says so. Run \"pharos log verify\".");
    }
}
