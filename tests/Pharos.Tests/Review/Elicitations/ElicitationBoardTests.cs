using System.Buffers;
using System.Text.Json;
using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationBoardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_brings_back_what_waits_and_what_has_ended()
    {
        await using var fixture = new ElicitationFixture();
        var (first, second) = (await fixture.AskAsync(), await fixture.AskAsync());
        await fixture.AnswerAsync(first, """{"branch":"main"}""");
        await fixture.CatchUpAsync();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            fixture.Board.Read((board, _) =>
            {
                new ElicitationBoardFold().Write(writer, board);
                return 0;
            });
        }

        var read = new ElicitationBoardFold().Read(buffer.WrittenMemory);
        read.Pending.Select(item => item.Id).ShouldBe([second.Id]);
        read.PendingFor("planner").Select(item => item.Id).ShouldBe([second.Id]);
        var ended = read.Closed.ShouldHaveSingleItem();
        (ended.Id, ended.Closed, ended.ClosedBy, ended.Content).ShouldBe((first.Id, ElicitationState.Accepted, "planner", null));
    }

    [Fact]
    public async Task Who_waits_for_the_answer_has_it_as_soon_as_it_is_given()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        var waiting = fixture.Watch.EndedAsync(item.ElicitationId, _ => true, TimeSpan.FromSeconds(20), Cancellation).AsTask();
        await fixture.AskAsync();
        waiting.IsCompleted.ShouldBeFalse();
        await fixture.AnswerAsync(item, """{"branch":"main"}""");
        (await waiting)!.Closed.ShouldBe(ElicitationState.Accepted);
        (await fixture.Watch.EndedAsync(item.ElicitationId, _ => true, TimeSpan.FromSeconds(20), Cancellation))!.Closed.ShouldBe(ElicitationState.Accepted);
        (await fixture.Watch.EndedAsync(new ElicitationId(Guid.NewGuid()), _ => true, TimeSpan.FromSeconds(20), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_waits_is_answered_and_waited_for_without_reading_its_stream_and_a_stale_board_does_no_harm()
    {
        await using var store = new InMemoryEventLog();
        var log = new StreamReads(store);
        await using var fixture = new ElicitationFixture(log: log);
        var item = await fixture.AskAsync();
        await fixture.CatchUpAsync();
        var waiting = fixture.Watch.EndedAsync(item.ElicitationId, _ => true, TimeSpan.FromSeconds(20), Cancellation).AsTask();
        (await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBeOfType<ElicitationOutcome.Changed>();
        var ended = (await waiting)!;
        (ended.Closed, ended.Content!.Value.GetProperty("branch").GetString()).ShouldBe((ElicitationState.Accepted, "main"));
        log.Count.ShouldBe(0);

        // Another node whose board has not seen the answer yet learns of it when it appends.
        await using var second = new ElicitationFixture(log: log, clock: fixture.Clock);
        ElicitationFixture.CodeOf(await second.AnswerAsync(item, """{"branch":"next"}""")).ShouldBe("elicitation.decided");
        (await fixture.TypesAsync(item)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_waits_for_questions_is_woken_by_their_own_only()
    {
        await using var fixture = new ElicitationFixture();
        var waiting = fixture.Watch.NextAsync("planner", board => board.PendingFor("planner").ToList(), page => page.Count > 0, TimeSpan.FromSeconds(20), Cancellation).AsTask();
        await fixture.AskAsync(to: "another");
        waiting.IsCompleted.ShouldBeFalse();
        var item = await fixture.AskAsync();
        (await waiting).ShouldHaveSingleItem().Id.ShouldBe(item.Id);
    }

    [Fact]
    public async Task A_wait_that_is_over_gives_what_there_is()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        (await fixture.Watch.EndedAsync(item.ElicitationId, _ => true, TimeSpan.FromMilliseconds(20), Cancellation))!.Closed.ShouldBeNull();
        (await fixture.Watch.NextAsync("another", board => board.PendingFor("another").ToList(), page => page.Count > 0, TimeSpan.FromMilliseconds(20), Cancellation)).ShouldBeEmpty();
    }
}
