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
        (await folded.AppendAsync(_ => Event(), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        folded.State.ShouldBe("123");
    }

    [Fact]
    public async Task What_another_node_appended_first_is_part_of_the_decision()
    {
        await using var log = new InMemoryEventLog();
        using var folded = await FoldedStream.OpenAsync(log, Stream, "", static (state, record) => state + record.Version, Cancellation);
        await log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
        var seen = new List<string>();
        (await folded.AppendAsync(
            state =>
            {
                seen.Add(state);
                return Event();
            },
            Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        seen.ShouldBe(["", "1"]);
        folded.State.ShouldBe("12");
    }

    [Fact]
    public async Task What_another_node_appended_first_may_leave_nothing_to_append()
    {
        await using var log = new InMemoryEventLog();
        using var folded = await FoldedStream.OpenAsync(log, Stream, "", static (state, record) => state + record.Version, Cancellation);
        await log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
        (await folded.AppendAsync(static state => state.Length == 0 ? Event() : null, Cancellation)).ShouldBeNull();
        folded.State.ShouldBe("1");
    }

    [Fact]
    public async Task Where_others_always_come_first_it_is_a_conflict_in_the_end()
    {
        await using var log = new InMemoryEventLog();
        using var folded = await FoldedStream.OpenAsync(log, Stream, "", static (_, record) => $"{record.Version}", Cancellation);
        var others = new List<Task>();
        (await folded.AppendAsync(
            _ =>
            {
                others.Add(log.AppendAsync(AppendBatch.Of(Event()), Cancellation).AsTask());
                return Event();
            },
            Cancellation)).ShouldBeOfType<AppendOutcome.Conflict>();
        await Task.WhenAll(others);
        folded.State.ShouldBe($"{others.Count}");
        others.Count.ShouldBe(8);
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
