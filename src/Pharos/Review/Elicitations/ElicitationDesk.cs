using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;

namespace Pharos.Review.Elicitations;

/// <summary>
/// Where questions are asked and answered: every step is decided on the elicitation as it stands and appended against that version, so it ends once, whoever is first. Safe for use by
/// many threads and by several nodes on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="board">What waits, for the limits.</param>
/// <param name="nonces">Makes and checks what an answer must carry.</param>
/// <param name="mayAnswer">Whether a subject is one that can be asked.</param>
/// <param name="options">The limits.</param>
/// <param name="clock">The clock.</param>
public sealed class ElicitationDesk(
    IEventLog log, Projection<ElicitationBoard> board, ElicitationNonces nonces, Func<string, bool> mayAnswer, ElicitationOptions options, TimeProvider clock)
{
    private const int MaximumAttempts = 4;

    // A board of a long log takes this long to be folded only without its snapshot.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(5);

    private readonly ElicitationPace _pace = new(board, options, clock);
    private volatile bool _isCaughtUp;

    private static Actor System { get; } = new(ActorKind.System, "elicitation");

    /// <summary>The elicitation as it stands, read from its own stream; null when there is none.</summary>
    public async ValueTask<Elicitation?> FindAsync(ElicitationId id, CancellationToken cancellationToken)
    {
        Elicitation? item = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            item = ElicitationFold.Apply(item, record);
        }

        return item;
    }

    /// <summary>Asks.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="to">Who is asked.</param>
    /// <param name="message">The question.</param>
    /// <param name="schema">The form of the answer.</param>
    /// <param name="timeout">How long it may be answered; null for the usual time.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<ElicitationOutcome> AskAsync(Caller by, string to, string message, JsonElement schema, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (await CatchUpAsync(cancellationToken) is { } early)
        {
            return early;
        }

        if (_pace.Ask(by.Subject) is { } tooOften)
        {
            return tooOften;
        }

        if (Check(by, to, message, timeout) is { } problem || AnswerForm.Compile(schema) is { Problem: { } wrong } && (problem = wrong) is not null)
        {
            return new ElicitationOutcome.Refused(problem, null);
        }

        var now = clock.GetUtcNow();
        var id = new ElicitationId(Guid.CreateVersion7(now));
        var question = new ElicitationQuestion { From = by.Subject, To = to, Message = SecretMask.Mask(message), Schema = schema, ExpiresAt = now + (timeout ?? options.Timeout) };
        var asked = Event(id, to, ActorOf(by), ElicitationEvents.Requested, JsonSerializer.SerializeToUtf8Bytes(question, ElicitationJson.Default.ElicitationQuestion), now);
        switch (await log.AppendAsync(new AppendBatch([asked], [new ExpectedVersion(id.Stream, 0)], null), cancellationToken))
        {
            case AppendOutcome.Appended:
                ElicitationMetrics.Asked();
                return new ElicitationOutcome.Changed(new Elicitation { Id = id.Value, Question = question, RequestedAt = now, Version = 1 });
            case AppendOutcome.Refused refused:
                return new ElicitationOutcome.Refused(new Problem(refused.Code, refused.Reason, 413), null);
            default:
                throw new InvalidOperationException($"A new elicitation's stream {id.Stream} was there already.");
        }
    }

    /// <summary>Answers with a content of the form that was asked for.</summary>
    public ValueTask<ElicitationOutcome> RespondAsync(ElicitationId id, Caller by, string? nonce, JsonElement content, CancellationToken cancellationToken) =>
        MoveAsync(id, by, (item, now) => ElicitationSteps.Answer(item, by.Subject, nonces.Matches(item, nonce), content, now), cancellationToken);

    /// <summary>Declines to answer.</summary>
    public ValueTask<ElicitationOutcome> DeclineAsync(ElicitationId id, Caller by, string? nonce, string? reason, CancellationToken cancellationToken) =>
        MoveAsync(id, by, (item, now) => ElicitationSteps.Decline(item, by.Subject, nonces.Matches(item, nonce), reason, now), cancellationToken);

    /// <summary>Takes a question back, or puts it away without an answer.</summary>
    public ValueTask<ElicitationOutcome> CancelAsync(ElicitationId id, Caller by, string? nonce, string? reason, CancellationToken cancellationToken) =>
        MoveAsync(id, by, (item, now) => ElicitationSteps.Cancel(item, by.Subject, nonces.Matches(item, nonce), reason, now), cancellationToken);

    /// <summary>Records that nobody answered in time, if that is so.</summary>
    public ValueTask<ElicitationOutcome> ExpireAsync(ElicitationId id, CancellationToken cancellationToken) =>
        StepAsync(id, System, _ => true, ElicitationSteps.Expire, cancellationToken);

    /// <summary>The nonce of a question, for the one asked and while it waits; null for everybody else.</summary>
    public string? NonceFor(Elicitation item, string subject) =>
        subject == item.Question.To && item.StateAt(clock.GetUtcNow()) == ElicitationState.Pending ? nonces.Of(item) : null;

    private async ValueTask<ElicitationOutcome> MoveAsync(ElicitationId id, Caller by, Func<Elicitation, DateTimeOffset, ElicitationStep> decide, CancellationToken cancellationToken) =>
        await CatchUpAsync(cancellationToken) is { } early ? early
            : _pace.Answer(by.Subject) is { } tooOften ? tooOften
            : await StepAsync(id, ActorOf(by), item => by.Role == Role.Admin || item.Concerns(by.Subject), decide, cancellationToken);

    // After a start the board has to be where the log was then, or what was asked a moment before the start would not count. A board that stands still is said by its health check, and the
    // limits are those of this node alone then.
    private async ValueTask<ElicitationOutcome.Refused?> CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_isCaughtUp)
        {
            return null;
        }

        using var late = new CancellationTokenSource(CatchUp, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await board.ReachedAsync(await log.HeadAsync(either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ElicitationOutcome.Refused(
                new Problem("elicitation.starting", "The server has just started and does not know yet who asked what in the last minute; try again.", 503), null) { RetryAfter = CatchUp };
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        _pace.Begin();
        _isCaughtUp = true;
        return null;
    }

    private async ValueTask<ElicitationOutcome> StepAsync(
        ElicitationId id, Actor by, Func<Elicitation, bool> mayKnow, Func<Elicitation, DateTimeOffset, ElicitationStep> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            // What waits is usually on the board already; but only its stream, or the append itself, says that it still does.
            var known = attempt == 0 ? board.Read((state, _) => state.Find(id.Value)) : null;
            var isSure = known is not { Closed: null };
            if ((isSure ? await FindAsync(id, cancellationToken) : known) is not { } item || !mayKnow(item))
            {
                // The same answer for "not there" and "not yours", so that ids of others cannot be probed.
                return new ElicitationOutcome.Refused(Unknown(id), null);
            }

            var now = clock.GetUtcNow();
            var step = decide(item, now);
            if (step is ElicitationStep.Refuse && !isSure)
            {
                continue;
            }

            if (step is ElicitationStep.Refuse refuse)
            {
                return new ElicitationOutcome.Refused(refuse.Problem, item) { Errors = refuse.Errors };
            }

            var next = (ElicitationStep.Record)step;
            var record = Event(id, item.Question.To, by, next.Type, next.Payload, now);
            switch (await log.AppendAsync(new AppendBatch([record], [new ExpectedVersion(id.Stream, item.Version)], null), cancellationToken))
            {
                case AppendOutcome.Appended:
                    var ended = ElicitationFold.Apply(item, record);
                    ElicitationMetrics.Ended(ended);
                    return new ElicitationOutcome.Changed(ended);
                case AppendOutcome.Refused refused:
                    return new ElicitationOutcome.Refused(new Problem(refused.Code, refused.Reason, 413), item);
            }
        }

        return new ElicitationOutcome.Refused(new Problem("elicitation.busy", "Somebody else moves it at this moment; try again.", 409), null);
    }

    /// <summary>What is said of an elicitation that is not there, or not the caller's.</summary>
    public static Problem Unknown(ElicitationId id) => new("elicitation.unknown", $"There is no elicitation {id} that you may see.", 404);

    private Problem? Check(Caller by, string to, string message, TimeSpan? timeout) =>
        string.IsNullOrWhiteSpace(message) || message.Length > ElicitationOptions.MaximumMessageCharacters
            ? new Problem("elicitation.message", $"\"message\" is the question: 1 to {ElicitationOptions.MaximumMessageCharacters} characters.")
        : timeout is { } time && (time < ElicitationOptions.ShortestTimeout || time > ElicitationOptions.LongestTimeout)
            ? new Problem("elicitation.timeout", $"\"timeout\" is a time from {ElicitationOptions.ShortestTimeout.TotalSeconds:0}s to {ElicitationOptions.LongestTimeout.TotalHours:0}h, such as 30s.")
        : to == by.Subject ? new Problem("elicitation.self", "\"to\" is yourself; ask somebody else.")
        : !mayAnswer(to) ? new Problem("elicitation.nobody", $"Nobody called \"{to}\" holds a token to answer with. See \"to\".", 404)
        : board.Read((state, _) => (All: state.PendingCountFor(to), Own: state.PendingFor(to).Count(item => item.Question.From == by.Subject))) is var waiting && waiting.Own >= options.PendingPerPair
            ? new Problem("elicitation.flood", $"{waiting.Own} questions of yours wait for {to} already, and others have to be heard too. Wait until some have ended.", 429)
        : waiting.All >= options.PendingPerAnswerer
            ? new Problem("elicitation.flood", $"{options.PendingPerAnswerer} questions wait for {to} already. Wait until some have ended.", 429)
        : null;

    private static Actor ActorOf(Caller by) => new(by.Role is Role.Agent or Role.Expert ? ActorKind.Agent : ActorKind.User, by.Subject);

    private NewEvent Event(ElicitationId id, string to, Actor by, string type, byte[] payload, DateTimeOffset now) => new()
    {
        Stream = id.Stream,
        Id = EventId.New(clock),
        Type = type,
        At = now,
        Actor = by,
        Agent = to,
        Correlation = id.Correlation,
        Payload = payload,
    };
}
