using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate.Definitions;
using Pharos.Proposals;

namespace Pharos.Review.Definitions;

/// <summary>The definitions that were seen, for the gate and for people. Steps of people are appended against the version they saw. Safe for use by many threads and by several nodes on one log.</summary>
/// <param name="known">The read model.</param>
/// <param name="log">The log.</param>
/// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
/// <param name="undo">How long an approval can be taken back; until then it does not count.</param>
/// <param name="clock">The clock.</param>
public sealed class DefinitionBook(Projection<KnownDefinitions> known, IEventLog log, Func<string, string, bool> isRegisteredBy, TimeSpan undo, TimeProvider clock) : IDefinitionBook
{
    // A read model that stands still must not stop the gate; its health check says why it does.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>The read model, which somebody has to run.</summary>
    public Projection<KnownDefinitions> Known => known;

    /// <summary>How long an approval can be taken back.</summary>
    public TimeSpan Undo => undo;

    /// <inheritdoc/>
    public DefinitionSight Find(DefinitionKey key)
    {
        var (entry, isFull) = known.Read((state, _) => (state.Find(key.Id), state.IsFull(key.Agent)));
        return entry?.SightAt(clock.GetUtcNow(), undo) ?? DefinitionSight.Never with { IsTooMany = isFull };
    }

    /// <inheritdoc/>
    public async ValueTask FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(CatchUp);
            await known.ReachedAsync(await log.HeadAsync(cancellationToken), late.Token);
        }
        catch (Exception problem) when (problem is InvalidOperationException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Decided on what is known: the version that a decision rests on keeps it from overwriting what it did not see.
        }
    }

    /// <summary>Approves the latest definition of a tool, also one that the policies refused.</summary>
    public ValueTask<DefinitionOutcome> ApproveAsync(Guid id, Caller by, string? hash, string? reason, CancellationToken cancellationToken) =>
        SayAsync(id, by, DefinitionEvents.Approved, hash, reason, cancellationToken);

    /// <summary>Lets go of what is known of a tool: its next definition is taken as the first.</summary>
    public ValueTask<DefinitionOutcome> ForgetAsync(Guid id, Caller by, string? reason, CancellationToken cancellationToken) =>
        SayAsync(id, by, DefinitionEvents.Forgotten, null, reason, cancellationToken);

    private async ValueTask<DefinitionOutcome> SayAsync(Guid id, Caller by, string type, string? hash, string? reason, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        if (known.Read((state, _) => state.Find(id)) is not { Latest: { } latest } entry)
        {
            return Refused("definition.unknown", $"There is no definition {id}.", 404);
        }

        if (latest.Agent == by.Subject || isRegisteredBy(by.Subject, latest.Agent))
        {
            return Refused("review.self", "Nobody judges what they, or whoever registered them, proposed.", 403);
        }

        if (hash is not null && hash != latest.Text.Hash)
        {
            return Refused("definition.moved", "The server says something else by now; look at it again.", 409);
        }

        if (type == DefinitionEvents.Approved && entry.StateAt(clock.GetUtcNow(), undo) == DefinitionState.Pinned)
        {
            return Refused("definition.pinned", "It is approved already.", 409);
        }

        var said = new NewEvent
        {
            Stream = new StreamId(DefinitionKey.StreamCategory, id),
            Id = EventId.New(clock),
            Type = type,
            At = clock.GetUtcNow(),
            Actor = new Actor(ActorKind.User, by.Subject),
            Agent = latest.Agent,
            Workspace = latest.Workspace,
            Correlation = new CorrelationId(latest.Proposal),
            Payload = JsonSerializer.SerializeToUtf8Bytes(new DefinitionWord(latest.Text.Hash, reason is null ? null : SecretMask.Mask(reason)), DefinitionJson.Default.DefinitionWord),
        };
        if (await log.AppendAsync(new AppendBatch([said], [new ExpectedVersion(said.Stream, entry.Version)], null), cancellationToken) is not AppendOutcome.Appended)
        {
            return Refused("definition.busy", "It changed meanwhile; look at it again.", 409);
        }

        await FollowAsync(cancellationToken);
        return new DefinitionOutcome.Recorded(known.Read((state, _) => state.Find(id)) ?? entry);
    }

    private static DefinitionOutcome.Refused Refused(string code, string message, int status) => new(new Problem(code, message, status));
}
