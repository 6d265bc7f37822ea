using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Proposals;

namespace Pharos.Grants;

/// <summary>
/// The grants: a fold over one fixed stream, kept in memory because every proposal that policy leaves open asks it. On several nodes a grant, and its revocation, is felt at the
/// node that made it at once and at the others within the second in which they look. Safe for use by many threads.
/// </summary>
public sealed class GrantBook : IDisposable
{
    /// <summary>Most grants in force at a time.</summary>
    public const int MaximumActive = 1_000;

    private readonly FoldedStream<GrantState> _grants;
    private readonly Func<string, string, bool> _isRegisteredBy;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _clock;

    private GrantBook(FoldedStream<GrantState> grants, Func<string, string, bool> isRegisteredBy, TimeSpan delay, TimeProvider clock) =>
        (_grants, _isRegisteredBy, _delay, _clock) = (grants, isRegisteredBy, delay, clock);

    /// <summary>Counts what was granted and revoked: it is part of what the gate's memory goes by, so that either is felt at once.</summary>
    public long Version => _grants.Current.Version;

    /// <summary>Every grant in force and the latest that ended, the newest first.</summary>
    public IReadOnlyList<Grant> All => [.. _grants.State.All.Values.OrderByDescending(grant => grant.MadeAt).ThenByDescending(grant => grant.Id)];

    /// <summary>Reads the grants from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="isRegisteredBy">Whether a subject was registered by another.</param>
    /// <param name="delay">How long an approval can be taken back; until then its grant does not count.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<GrantBook> OpenAsync(IEventLog log, Func<string, string, bool> isRegisteredBy, TimeSpan delay, TimeProvider clock, CancellationToken cancellationToken) =>
        new(await FoldedStream.OpenAsync(log, GrantEvents.Stream, GrantState.Empty, GrantState.Apply, cancellationToken), isRegisteredBy, delay, clock);

    /// <summary>A book that has read nothing yet; it reads with the first refresh, and before anything is granted on a log that holds grants.</summary>
    internal static GrantBook Unread(IEventLog log, Func<string, string, bool> isRegisteredBy, TimeSpan delay, TimeProvider clock) =>
        new(new FoldedStream<GrantState>(log, GrantEvents.Stream, GrantState.Empty, GrantState.Apply), isRegisteredBy, delay, clock);

    /// <summary>Takes up what was recorded elsewhere: by other nodes, or together with a verdict.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _grants.RefreshAsync(cancellationToken);

    /// <summary>Forgets what is erased, until it is stopped: a grant whose record is gone permits nothing, here and on every node, and not only after the next start.</summary>
    /// <param name="log">The log that the grants are in.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task FollowErasuresAsync(IEventLog log, CancellationToken cancellationToken)
    {
        // The place is taken before the first look, so that nothing erased meanwhile falls between the two.
        var erasures = log.Subscribe(await log.HeadAsync(cancellationToken), new EventFilter { Type = EvidenceEvents.Erased });
        await _grants.FoldAnewAsync(cancellationToken);
        await foreach (var record in erasures.WithCancellation(cancellationToken))
        {
            if (EvidenceEvents.ErasedPosition(record.Payload.Span) is { } position
                && await log.GetAsync(new Position(position), cancellationToken) is { } erased
                && erased.Stream == GrantEvents.Stream)
            {
                await _grants.FoldAnewAsync(cancellationToken);
            }
        }
    }

    /// <summary>A grant by its id; null when there is none, or it ended long ago.</summary>
    public Grant? Find(Guid id) => _grants.State.All.GetValueOrDefault(id);

    /// <summary>Whether any grant could answer anything; saves making keys where nothing is granted.</summary>
    public bool IsEmpty => _grants.State.Answering.IsEmpty;

    /// <summary>The grant that answers a question, the one that lasts longest; null when none does. Nobody's grant serves their own proposals, or those of who registered them.</summary>
    public Grant? Covering(GrantQuestion question)
    {
        var state = _grants.State;
        if (!state.Answering.TryGetValue(question.Key, out var ids))
        {
            return null;
        }

        var now = _clock.GetUtcNow();
        return ids.Select(id => state.All[id])
            .Where(grant => grant.CountsAt(now) && Serves(grant, question))
            .OrderByDescending(grant => grant.Until)
            .FirstOrDefault();
    }

    /// <summary>Takes a grant back. The next equal proposal is left open again.</summary>
    public async ValueTask<GrantOutcome> RevokeAsync(Guid id, Actor by, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var outcome = await _grants.AppendAsync(
            state => state.All.TryGetValue(id, out var known) && known.IsActiveAt(now) ? GrantEvents.RevokedOf(known, by, now, _clock) : null, cancellationToken);
        return outcome switch
        {
            AppendOutcome.Appended when Find(id) is { } revoked => new GrantOutcome.Recorded(revoked),
            null => Find(id) is { } ended
                ? new GrantOutcome.Refused(new Problem("grant.ended", $"The grant is {ended.StateAt(now)} already.", 409))
                : new GrantOutcome.Refused(new Problem("grant.unknown", $"There is no grant {id}.", 404)),
            _ => new GrantOutcome.Refused(new Problem("grant.busy", "The grants changed meanwhile; try again.", 409)),
        };
    }

    /// <summary>What granting a question would append.</summary>
    internal GrantStep Make(Guid id, GrantSubject subject, GrantRequest request, Actor by, DateTimeOffset now)
    {
        var (state, version) = _grants.Current;
        var (until, problem) = request.EndAt(now);
        problem ??= state.CountActive(now) >= MaximumActive ? new Problem("grant.too-many", $"{MaximumActive} grants are in force; revoke some, or make a policy of them.", 409) : null;
        if (problem is not null)
        {
            return new GrantStep.Refuse(problem);
        }

        var grant = new Grant { Id = id, Scope = request.Scope, Subject = subject, By = by.Id, MadeAt = now, From = now + _delay, Until = until };
        return new GrantStep.Append([GrantEvents.MadeOf(grant, by, _clock)], new ExpectedVersion(GrantEvents.Stream, version));
    }

    /// <summary>What taking back everything granted for a review would append; also without events it rests on the version, so that no grant slips in between.</summary>
    internal GrantStep.Append RevokeOf(Guid review, Actor by, DateTimeOffset now)
    {
        var (state, version) = _grants.Current;
        return new GrantStep.Append(
            [.. state.All.Values.Where(grant => grant.Subject.Review == review && grant.IsActiveAt(now)).Select(grant => GrantEvents.RevokedOf(grant, by, now, _clock))],
            new ExpectedVersion(GrantEvents.Stream, version));
    }

    /// <inheritdoc/>
    public void Dispose() => _grants.Dispose();

    private bool Serves(Grant grant, GrantQuestion question) =>
        (grant.Scope == GrantScope.Workspace || (grant.Subject.Agent == question.Agent && grant.Subject.Session == question.Session))
        && grant.By != question.Agent && grant.By != question.Proposer && !_isRegisteredBy(grant.By, question.Agent) && !_isRegisteredBy(grant.By, question.Proposer);
}
