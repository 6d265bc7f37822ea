using Pharos.Events;

namespace Pharos.Tests.Events;

public sealed class FoldedStreamTests
{
    private static readonly StreamId Stream = new("tokens", Guid.Parse("0199a6f0-0000-7000-8000-000000000001"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_could_not_be_folded_are_folded_the_next_time()
    {
        await using var log = new InMemoryEventLog();
        var isBroken = true;
        using var folded = await FoldedStream.OpenAsync(log, Stream, "", (state, record) => isBroken && record.Version == 2 ? throw new IOException("broken off") : state + record.Version, Cancellation);
        await log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
        await log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
        await Should.ThrowAsync<IOException>(async () => await folded.AppendAsync(_ => Event(), Cancellation));
        isBroken = false;
        (await folded.AppendAsync(_ => Event(), Cancellation)).ShouldBeOfType<AppendOutcome.Conflict>();
        folded.State.ShouldBe("12");
        (await folded.AppendAsync(_ => Event(), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        folded.State.ShouldBe("123");
    }

    private static NewEvent Event() => new()
    {
        Stream = Stream,
        Id = EventId.New(TimeProvider.System),
        Type = "token.revoked",
        At = DateTimeOffset.UnixEpoch,
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
    };
}
