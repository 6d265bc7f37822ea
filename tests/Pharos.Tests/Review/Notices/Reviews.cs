using System.Text.Json;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Tests.Review.Notices;

/// <summary>Reviews for tests of who is told.</summary>
internal static class Reviews
{
    public static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static ReviewItem Item(ReviewRisk risk = ReviewRisk.Medium, string kind = "command", TimeoutAction onTimeout = TimeoutAction.Hold) => new()
    {
        Id = Guid.Parse("01900000-0000-7000-8000-0000000000aa"),
        RequestedAt = At,
        Version = 1,
        Revision = 1,
        ExpiresAt = At.AddHours(1),
        Request = Request(risk, kind, onTimeout, At),
    };

    public static ReviewRequest Request(ReviewRisk risk, string kind, TimeoutAction onTimeout, DateTimeOffset at, int people = 1) => new()
    {
        Proposal = Guid.Parse("01900000-0000-7000-8000-0000000000ab"),
        Kind = kind,
        Tool = "Bash",
        Summary = "sudo reboot",
        Rule = "pharos.gate.shell.sudo",
        Reason = "It runs as another account.",
        Risk = risk,
        Agent = "claude-1",
        Proposer = "claude-1",
        Workspace = "/srv/app",
        Key = "key",
        DueAt = at.AddMinutes(10),
        ExpiresAt = at.AddHours(1),
        OnTimeout = onTimeout,
        People = people,
    };

    /// <summary>Opens a review in a log.</summary>
    public static async Task<ReviewId> OpenAsync(IEventLog log, TimeProvider clock, int people = 1)
    {
        var id = new ReviewId(Guid.CreateVersion7(clock.GetUtcNow()));
        var request = Request(ReviewRisk.Medium, "command", TimeoutAction.Hold, clock.GetUtcNow(), people);
        var opened = new NewEvent
        {
            Stream = id.Stream,
            Id = EventId.New(clock),
            Type = ReviewEvents.Requested,
            At = clock.GetUtcNow(),
            Actor = new Actor(ActorKind.System, "gate"),
            Payload = JsonSerializer.SerializeToUtf8Bytes(request, ReviewJson.Default.ReviewRequest),
        };
        (await log.AppendAsync(new AppendBatch([opened], [], null), TestContext.Current.CancellationToken)).ShouldBeOfType<AppendOutcome.Appended>();
        return id;
    }
}
