using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;

namespace Pharos.Review.Experts;

/// <summary>
/// Where experts are registered and moved: every step is decided on the expert as it stands and appended against that version. Safe for use by many threads and by several nodes
/// on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="roster">Says how many there are and when each was seen.</param>
/// <param name="options">The bounds.</param>
/// <param name="clock">The clock.</param>
public sealed class ExpertDesk(IEventLog log, Projection<ExpertRoster> roster, ExpertOptions options, TimeProvider clock)
{
    private const int MaximumAttempts = 16;

    // Every step reads the expert's stream, and every registration makes it longer.
    private const int FreeRegistrations = 20;
    private static readonly TimeSpan RegisterEvery = TimeSpan.FromMinutes(1);

    /// <summary>Longest reason of a suspension in characters.</summary>
    public const int MaximumReasonCharacters = 1000;

    private static readonly Actor System = new(ActorKind.System, "experts");

    /// <summary>The expert as it stands, read from its own stream; null when it is not registered. When it was seen last is only known to the roster.</summary>
    public async ValueTask<Expert?> FindAsync(ExpertId id, CancellationToken cancellationToken)
    {
        Expert? expert = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            expert = ExpertFold.Apply(expert, record);
        }

        return expert;
    }

    /// <summary>Registers an agent, or registers it anew with another profile and the next generation of its key.</summary>
    /// <param name="id">Who: the subject of its token.</param>
    /// <param name="role">The role of its token.</param>
    /// <param name="profile">What it says of itself.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<ExpertOutcome> RegisterAsync(ExpertId id, Role role, ExpertProfile profile, Caller by, CancellationToken cancellationToken)
    {
        if (profile.Check() is { } problem)
        {
            return new ExpertOutcome.Refused(problem);
        }

        if (role != Role.Expert && profile.Kinds.Contains(TaskKinds.Judge))
        {
            return new ExpertOutcome.Refused(new Problem("expert.role", "Only a token with the role expert takes tasks of kind judge. Have one issued, or leave the kind out.", 403));
        }

        return await StepAsync(id, ActorOf(by), expert => expert is null && roster.Read((state, _) => state.All.Count(known => !known.IsLost)) >= options.Maximum
            ? No("expert.too-many", $"{options.Maximum} experts are there, and the server takes no more.", 429)
            : expert is { Generation: >= FreeRegistrations } && clock.GetUtcNow() - expert.RegisteredAt < RegisterEvery
                ? No("expert.registering", $"Registered {expert.Generation} times, the last time at {expert.RegisteredAt:u}. Once a minute is enough.", 429)
            : (ExpertEvents.Registered, Bytes(new RegisterStep(id.Value, role, (expert?.Generation ?? 0) + 1, profile), ExpertJson.Default.RegisterStep), null), cancellationToken);
    }

    /// <summary>Keeps an expert from tasks; those it has go to others.</summary>
    public ValueTask<ExpertOutcome> SuspendAsync(ExpertId id, Caller by, string? reason, CancellationToken cancellationToken) => StepAsync(id, ActorOf(by), expert =>
        expert is null ? Unknown(id)
        : expert.IsSuspended ? No("expert.suspended", $"{expert.SuspendedBy} has suspended it already.", 409)
        : (ExpertEvents.Suspended, Bytes(new SuspendStep(reason is null ? null : SecretMask.Mask(reason)), ExpertJson.Default.SuspendStep), null), cancellationToken);

    /// <summary>Gives an expert tasks again.</summary>
    public ValueTask<ExpertOutcome> ResumeAsync(ExpertId id, Caller by, CancellationToken cancellationToken) => StepAsync(id, ActorOf(by), expert =>
        expert is null ? Unknown(id)
        : !expert.IsSuspended ? No("expert.active", "It is not suspended.", 409)
        : (ExpertEvents.Resumed, Bytes(new SuspendStep(), ExpertJson.Default.SuspendStep), null), cancellationToken);

    /// <summary>Notes that an expert is there; recorded only when the last record is old. Does nothing for who is not registered.</summary>
    public async ValueTask SeenAsync(ExpertId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (roster.Read((state, _) => state.Find(id)) is not { } expert || (!expert.IsLost && now - expert.LastSeen < options.RecordEvery))
        {
            return;
        }

        await log.AppendAsync(AppendBatch.Of(Event(id, id.Presence, new Actor(ActorKind.Agent, id.Value), ExpertEvents.Seen, "{}"u8.ToArray(), now)), cancellationToken);
    }

    /// <summary>Records that an expert has not been seen for too long.</summary>
    internal async ValueTask LoseAsync(Expert expert, CancellationToken cancellationToken) =>
        await log.AppendAsync(
            AppendBatch.Of(Event(expert.ExpertId, expert.ExpertId.Presence, System, ExpertEvents.Lost, Bytes(new LostStep(expert.LastSeen), ExpertJson.Default.LostStep), clock.GetUtcNow())),
            cancellationToken);

    /// <summary>How somebody appears in events.</summary>
    public static Actor ActorOf(Caller by) => new(by.Role is Role.Agent or Role.Expert ? ActorKind.Agent : ActorKind.User, by.Subject);

    private async ValueTask<ExpertOutcome> StepAsync(
        ExpertId id, Actor by, Func<Expert?, (string Type, byte[] Payload, Problem? Problem)> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var expert = await FindAsync(id, cancellationToken);
            var (type, payload, problem) = decide(expert);
            if (problem is not null)
            {
                return new ExpertOutcome.Refused(problem);
            }

            var record = Event(id, id.Stream, by, type, payload, clock.GetUtcNow());
            switch (await log.AppendAsync(new AppendBatch([record], [new ExpectedVersion(id.Stream, expert?.Version ?? 0)], null), cancellationToken))
            {
                case AppendOutcome.Appended appended:
                    await FollowAsync(appended.Last, cancellationToken);
                    return new ExpertOutcome.Changed((await FindAsync(id, CancellationToken.None))!);
                case AppendOutcome.Refused refused:
                    return new ExpertOutcome.Refused(new Problem(refused.Code, refused.Reason, 413));
            }
        }

        return new ExpertOutcome.Refused(new Problem("expert.busy", "Too many others move it at this moment; try again.", 409));
    }

    // Who registered finds itself in the list with the next request.
    private async Task FollowAsync(Position position, CancellationToken cancellationToken)
    {
        try
        {
            await roster.ReachedAsync(position, cancellationToken).WaitAsync(TimeSpan.FromSeconds(2), clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException || (late is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // It is recorded all the same; the health check of the projection says why it stands still.
        }
    }

    private NewEvent Event(ExpertId id, StreamId stream, Actor by, string type, byte[] payload, DateTimeOffset now) => new()
    {
        Stream = stream,
        Id = EventId.New(clock),
        Type = type,
        At = now,
        Actor = by,
        Agent = id.Value,
        Payload = payload,
    };

    private static (string, byte[], Problem?) Unknown(ExpertId id) => No("expert.unknown", $"No expert {id} is registered.", 404);

    private static (string, byte[], Problem?) No(string code, string message, int status) => ("", [], new Problem(code, message, status));

    private static byte[] Bytes<T>(T step, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(step, type);
}
