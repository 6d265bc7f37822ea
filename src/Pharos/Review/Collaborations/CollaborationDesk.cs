using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;

namespace Pharos.Review.Collaborations;

/// <summary>
/// Where sessions are started and moved: every step is decided on the session as it stands and appended against that version, so two participants can never both judge one suggestion. Nothing
/// that is agreed on here is carried out here. Safe for use by many threads and by several nodes on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="board">Every open session, for limits and for choosing partners.</param>
/// <param name="directory">Who registered with capabilities.</param>
/// <param name="tokens">Who there is, and who registered whom.</param>
/// <param name="options">Limits and defaults.</param>
/// <param name="clock">The clock.</param>
public sealed class CollaborationDesk(
    IEventLog log, Projection<CollaborationBoard> board, IPartnerDirectory directory, CollaborationSubjects tokens, CollaborationOptions options, TimeProvider clock)
{
    // What others say meanwhile only costs another look; more of them than this at once means that something runs wild.
    private const int MaximumAttempts = 16;

    private static readonly Actor System = new(ActorKind.System, "collaboration");

    // Those of one session at this node take turns: with a hundred at once, who only raced was refused as one too many now and then. The attempts are for other nodes.
    private const int Stripes = 64;

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly SuggestionSteps _suggestions = new(tokens.IsRegisteredBy);
    private readonly FoldedSessions _folded = new(log);

    /// <summary>The session as it stands; null when there is none.</summary>
    public ValueTask<Collaboration?> FindAsync(CollaborationId id, CancellationToken cancellationToken) => _folded.FindAsync(id, cancellationToken);

    /// <summary>The session as it stood after a position of the log; null when there was none.</summary>
    public async ValueTask<Collaboration?> FindAsync(CollaborationId id, Position at, CancellationToken cancellationToken)
    {
        Collaboration? session = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            if (record.Position > at)
            {
                break;
            }

            session = CollaborationFold.Apply(session, record);
        }

        return session;
    }

    /// <summary>Starts a session.</summary>
    public async ValueTask<CollaborationOutcome> StartAsync(CollaborationRequest request, Caller by, CancellationToken cancellationToken)
    {
        var (mine, all) = board.Read((state, _) => (state.OpenOf(by.Subject).Count(head => head.StartedBy == by.Subject), state.OpenCount));
        if (mine >= options.OpenPerAgent || all >= options.Open)
        {
            return Refused(new Problem("collaboration.flood", mine >= options.OpenPerAgent ? $"{mine} sessions that you started are open. End one first." : $"{all} sessions are open, and no more fit.", 429));
        }

        var now = clock.GetUtcNow();
        var start = new CollaborationStart((driver, mode, wanted) => Choose(driver, mode, wanted, now), tokens.IsKnown, tokens.IsRegisteredBy, options);
        var made = start.Make(request, by.Subject);
        if (made is CollaborationStep.Refuse refuse)
        {
            return Refused(refuse.Problem);
        }

        var step = (CollaborationStep.Record)made;
        var id = new CollaborationId(Guid.CreateVersion7(now));
        return await log.AppendAsync(new AppendBatch([Event(id, step, ActorOf(by), now)], [new ExpectedVersion(id.Stream, 0)], null), cancellationToken) is AppendOutcome.Appended
            ? await AfterAsync(id, null)
            : Refused(new Problem("collaboration.busy", "It could not be recorded at this moment; try again.", 409));
    }

    /// <summary>Accepts to be the partner of a pair.</summary>
    public ValueTask<CollaborationOutcome> AcceptAsync(CollaborationId id, Caller by, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: false, session => CollaborationSteps.Accept(session.Head, by.Subject), cancellationToken);

    /// <summary>Comes, or comes back.</summary>
    public ValueTask<CollaborationOutcome> JoinAsync(CollaborationId id, Caller by, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: false, session => CollaborationSteps.Join(session.Head, by.Subject), cancellationToken);

    /// <summary>Leaves, or declines before coming.</summary>
    public ValueTask<CollaborationOutcome> LeaveAsync(CollaborationId id, Caller by, string? text, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: false, session => CollaborationSteps.Leave(session.Head, by.Subject, Masked(text)), cancellationToken);

    /// <summary>Asks somebody more.</summary>
    public ValueTask<CollaborationOutcome> InviteAsync(CollaborationId id, Caller by, string agent, string? role, CancellationToken cancellationToken) =>
        MoveAsync(
            id,
            by,
            isThere: true,
            session => CollaborationSteps.Invite(session.Head, by.Subject, agent, role) is CollaborationStep.Record && !tokens.IsKnown(agent)
                ? new CollaborationStep.Refuse(CollaborationStart.Stranger(agent))
                : CollaborationSteps.Invite(session.Head, by.Subject, agent, role),
            cancellationToken);

    /// <summary>Removes a participant, who sees nothing of it from then on.</summary>
    public ValueTask<CollaborationOutcome> RemoveAsync(CollaborationId id, Caller by, string agent, string? text, CancellationToken cancellationToken) =>
        LeadAsync(id, by, session => CollaborationSteps.Remove(session.Head, by, agent, Masked(text)), cancellationToken);

    /// <summary>Says something.</summary>
    public ValueTask<CollaborationOutcome> CommentAsync(CollaborationId id, Caller by, string? text, int? about, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => CollaborationSteps.Comment(session, Masked(text), about), cancellationToken);

    /// <summary>Records a decision with its reason.</summary>
    public ValueTask<CollaborationOutcome> DecideAsync(CollaborationId id, Caller by, string? text, string? reason, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => CollaborationSteps.Decide(session, by.Subject, Masked(text), Masked(reason)), cancellationToken);

    /// <summary>Suggests a change.</summary>
    public ValueTask<CollaborationOutcome> SuggestAsync(CollaborationId id, Caller by, string? file, SuggestedChange change, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => SuggestionSteps.Suggest(session, by.Subject, Masked(file), Masked(change)), cancellationToken);

    /// <summary>Accepts a suggestion.</summary>
    /// <param name="id">In which session.</param>
    /// <param name="by">Who.</param>
    /// <param name="number">Which suggestion.</param>
    /// <param name="revision">The version that was seen; null for whatever it is.</param>
    /// <param name="reason">Why; may be left out.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public ValueTask<CollaborationOutcome> AcceptSuggestionAsync(CollaborationId id, Caller by, int number, int? revision, string? reason, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => _suggestions.Accept(session, by.Subject, number, revision, Masked(reason)), cancellationToken);

    /// <summary>Rejects a suggestion, or takes one's own back.</summary>
    /// <inheritdoc cref="AcceptSuggestionAsync"/>
    public ValueTask<CollaborationOutcome> RejectSuggestionAsync(CollaborationId id, Caller by, int number, int? revision, string? reason, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => _suggestions.Reject(session, by.Subject, number, revision, Masked(reason)), cancellationToken);

    /// <summary>Puts another text in a suggestion's place.</summary>
    /// <param name="id">In which session.</param>
    /// <param name="by">Who.</param>
    /// <param name="number">Which suggestion.</param>
    /// <param name="revision">The version that was seen; null for whatever it is.</param>
    /// <param name="change">What should stand there instead.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public ValueTask<CollaborationOutcome> ModifySuggestionAsync(CollaborationId id, Caller by, int number, int? revision, SuggestedChange change, CancellationToken cancellationToken) =>
        MoveAsync(id, by, isThere: true, session => _suggestions.Modify(session, by.Subject, number, revision, Masked(change)), cancellationToken);

    /// <summary>Ends a session with what came of it.</summary>
    public ValueTask<CollaborationOutcome> EndAsync(CollaborationId id, Caller by, string? summary, CancellationToken cancellationToken) =>
        LeadAsync(id, by, session => CollaborationSteps.End(session.Head, by, Masked(summary)), cancellationToken);

    /// <summary>Records that a session's time ran out, if it did.</summary>
    public ValueTask<CollaborationOutcome> ExpireAsync(CollaborationId id, CancellationToken cancellationToken) =>
        StepAsync(id, System, (session, now) => CollaborationSteps.Expire(session.Head, now), cancellationToken);

    // Administrators lead every session without taking part.
    private ValueTask<CollaborationOutcome> LeadAsync(CollaborationId id, Caller by, Func<Collaboration, CollaborationStep> decide, CancellationToken cancellationToken) =>
        by.Role == Role.Admin
            ? StepAsync(id, ActorOf(by), (session, now) => Over(session.Head, by, now) ?? decide(session), cancellationToken)
            : MoveAsync(id, by, isThere: true, decide, cancellationToken, isLast: true);

    /// <summary>Makes a step of a participant's.</summary>
    internal ValueTask<CollaborationOutcome> MoveAsync(
        CollaborationId id, Caller by, bool isThere, Func<Collaboration, CollaborationStep> decide, CancellationToken cancellationToken, bool isLast = false) =>
        StepAsync(id, ActorOf(by), (session, now) => Decide(session, by, now, isThere, isLast, decide), cancellationToken);

    /// <summary>Why a participant's step would be refused as the session stands; null when it would not be.</summary>
    internal async ValueTask<Problem?> TryAsync(CollaborationId id, Caller by, Func<Collaboration, CollaborationStep> decide, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is not { } session ? Unknown(id)
        : Decide(session, by, clock.GetUtcNow(), isThere: true, isLast: false, decide) is CollaborationStep.Refuse refuse ? refuse.Problem
        : null;

    private static CollaborationStep Decide(Collaboration session, Caller by, DateTimeOffset now, bool isThere, bool isLast, Func<Collaboration, CollaborationStep> decide) =>
        Stranger(session.Head, by) ?? Over(session.Head, by, now)
        ?? (isThere && session.Head.Find(by.Subject) is { Presence: not Presence.Joined } ? CollaborationStep.No("collaboration.join", "You do not take part at this moment. Accept or join first.")
        : !isLast && (session.Head.Version >= CollaborationLimits.Events || session.Head.Bytes >= CollaborationLimits.Bytes) ? CollaborationSteps.Full("events", CollaborationLimits.Events)
        : decide(session));

    // The same answer for "not there", "not yours" and "not yours any more", so that sessions of others cannot be probed.
    private static CollaborationStep.Refuse? Stranger(CollaborationHead head, Caller by) => head.Find(by.Subject) is { Presence: not Presence.Removed } ? null
        : CollaborationRules.MayRead(head, by) ? CollaborationStep.No("collaboration.participant", "Only participants write here; you may read.", 403)
        : new CollaborationStep.Refuse(Unknown(head.CollaborationId));

    private static CollaborationStep.Refuse? Over(CollaborationHead head, Caller by, DateTimeOffset now) => !head.IsClosedAt(now) ? null
        : CollaborationStep.No("collaboration.ended", $"It is {CollaborationStages.NameOf(head.StageAt(now))}{(head.Summary is { } summary && CollaborationRules.MayRead(head, by) ? $": {summary}" : ".")}");

    private PartnerMatch? Choose(string driver, PairMode mode, IReadOnlyList<string> wanted, DateTimeOffset now)
    {
        var registered = directory.Registered.ToDictionary(profile => profile.Agent, StringComparer.Ordinal);
        var candidates = board.Read((state, _) => registered.Keys.Union(state.Partners.Seen.Select(seen => seen.Agent))
            .Where(agent => agent != driver)
            .Select(agent => new PartnerCandidate(
                agent,
                registered.GetValueOrDefault(agent)?.Capabilities ?? [],
                Later(registered.GetValueOrDefault(agent)?.SeenAt, state.Partners.SeenAt(agent)),
                // Being asked makes nobody busy, or anybody could keep anybody from being chosen.
                state.OpenOf(agent).Count(head => !head.IsClosedAt(now) && head.Find(agent) is { Presence: Presence.Joined }),
                state.Partners.PastOf(driver, agent)))
            .ToList());
        return PartnerMatching.Choose(
            candidates.Where(one => now - one.SeenAt <= options.SeenWithin && tokens.IsKnown(one.Agent)
                && (mode != PairMode.Review || (!tokens.IsRegisteredBy(one.Agent, driver) && !tokens.IsRegisteredBy(driver, one.Agent)))),
            wanted,
            options.SeenWithin,
            now);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private async ValueTask<CollaborationOutcome> StepAsync(CollaborationId id, Actor by, Func<Collaboration, DateTimeOffset, CollaborationStep> decide, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)id.GetHashCode() % Stripes];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await StepInTurnAsync(id, by, decide, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask<CollaborationOutcome> StepInTurnAsync(CollaborationId id, Actor by, Func<Collaboration, DateTimeOffset, CollaborationStep> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } session)
            {
                return Refused(Unknown(id));
            }

            var now = clock.GetUtcNow();
            var decided = decide(session, now);
            if (decided is CollaborationStep.Refuse refuse)
            {
                return Refused(refuse.Problem);
            }

            var step = (CollaborationStep.Record)decided;
            switch (await log.AppendAsync(new AppendBatch([Event(id, step, by, now)], [new ExpectedVersion(id.Stream, session.Head.Version)], null), cancellationToken))
            {
                case AppendOutcome.Appended:
                    return await AfterAsync(id, session);
                case AppendOutcome.Refused refused:
                    return Refused(new Problem(refused.Code, refused.Reason, 413));
            }
        }

        return Refused(new Problem("collaboration.busy", "Too many others move it at this moment; try again.", 409));
    }

    // What others have done since is not in it, so that who wrote something finds it at the end.
    private async ValueTask<CollaborationOutcome.Changed> AfterAsync(CollaborationId id, Collaboration? before)
    {
        await foreach (var record in log.ReadStreamAsync(id.Stream, (before?.Head.Version ?? 0) + 1, CancellationToken.None))
        {
            before = CollaborationFold.Apply(before, record);
            break;
        }

        return new CollaborationOutcome.Changed(before ?? throw new InvalidOperationException($"The session {id} was appended and cannot be read."));
    }

    /// <summary>What is answered where there is no session, or none that the caller may know of.</summary>
    public static Problem Unknown(CollaborationId id) => new("collaboration.unknown", $"There is no session {id} that you may see.", 404);

    private static CollaborationOutcome.Refused Refused(Problem problem) => new(problem);

    private static Actor ActorOf(Caller by) => new(by.Role is Role.Agent or Role.Expert ? ActorKind.Agent : ActorKind.User, by.Subject);

    private static string? Masked(string? text) => text is null ? null : SecretMask.Mask(text);

    private static SuggestedChange Masked(SuggestedChange change) => change with { Text = Masked(change.Text), Diff = Masked(change.Diff), Reason = Masked(change.Reason) };

    private NewEvent Event(CollaborationId id, CollaborationStep.Record step, Actor by, DateTimeOffset now) => new()
    {
        Stream = id.Stream,
        Id = EventId.New(clock),
        Type = step.Type,
        At = now,
        Actor = by,
        Agent = step.About ?? (by.Kind == ActorKind.Agent ? by.Id : null),
        Correlation = id.Correlation,
        Payload = step.Payload,
        Blobs = step.Blobs,
    };
}

/// <summary>What sessions need to know of tokens.</summary>
/// <param name="IsKnown">Whether a subject holds a token that agents use.</param>
/// <param name="IsRegisteredBy">Whether a subject was registered by another.</param>
public sealed record CollaborationSubjects(Func<string, bool> IsKnown, Func<string, string, bool> IsRegisteredBy);
