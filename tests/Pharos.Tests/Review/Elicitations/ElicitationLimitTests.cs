using System.Buffers;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationLimitTests
{
    [Fact]
    public async Task The_eleventh_question_within_a_minute_is_refused_and_says_when_to_come_back()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions());
        for (var i = 0; i < 10; i++)
        {
            (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Refused>();
        (refused.Problem.Code, refused.Problem.Status, refused.RetryAfter).ShouldBe(("elicitation.rate", 429, TimeSpan.FromSeconds(50)));
        (await fixture.TryAskAsync(by: ElicitationFixture.Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
        fixture.Clock.Advance(TimeSpan.FromSeconds(50));
        (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task The_twenty_first_answer_within_a_minute_is_refused_also_when_none_was_taken()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions());
        var item = await fixture.AskAsync(timeout: TimeSpan.FromHours(1));
        for (var i = 0; i < 20; i++)
        {
            ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, "{}", nonce: "guess")).ShouldBe("elicitation.nonce");
        }

        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBe("elicitation.rate");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        (await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task What_was_asked_at_one_node_counts_at_the_other_and_after_a_restart()
    {
        await using var log = new InMemoryEventLog();
        await using var one = new ElicitationFixture(new ElicitationOptions(), log);
        for (var i = 0; i < 10; i++)
        {
            await one.AskAsync();
        }

        await using var two = new ElicitationFixture(new ElicitationOptions(), log, one.Clock);
        await two.CatchUpAsync();
        ElicitationFixture.CodeOf(await two.TryAskAsync()).ShouldBe("elicitation.rate");
    }

    [Fact]
    public async Task The_first_question_after_a_restart_is_counted_with_those_before_it()
    {
        await using var store = new InMemoryEventLog();
        await using var before = new ElicitationFixture(new ElicitationOptions(), store);
        for (var i = 0; i < 10; i++)
        {
            await before.AskAsync();
        }

        await using var after = new ElicitationFixture(new ElicitationOptions(), store, before.Clock);
        ElicitationFixture.CodeOf(await after.TryAskAsync()).ShouldBe("elicitation.rate");
    }

    [Fact]
    public async Task A_server_whose_board_is_behind_after_its_start_asks_to_come_back()
    {
        await using var log = new InMemoryEventLog();
        await using var before = new ElicitationFixture(log: log);
        await before.AskAsync();
        var behind = new Projection<ElicitationBoard>(log, new ElicitationBoardFold(), new NoSnapshots(), before.Clock);
        var desk = new ElicitationDesk(log, behind, new ElicitationNonces(new byte[32]), _ => true, new ElicitationOptions(), new HastyClock());
        var refused = (await desk.AskAsync(ElicitationFixture.Asker, "planner", "Which branch?", ElicitationFixture.Json(ElicitationFixture.Form), null, TestContext.Current.CancellationToken))
            .ShouldBeOfType<ElicitationOutcome.Refused>();
        (refused.Problem.Code, refused.Problem.Status, refused.RetryAfter).ShouldBe(("elicitation.starting", 503, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_snapshot_knows_who_asked_in_the_last_minute_also_when_more_have_ended_since_than_it_keeps()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions());
        for (var i = 0; i < 10; i++)
        {
            var item = await fixture.AskAsync();
            await fixture.AnswerAsync(item, """{"branch":"main"}""");
        }

        for (var i = 0; i <= ElicitationBoard.MaximumClosed; i++)
        {
            var asker = new Caller($"asker-{i}", Role.Agent);
            var item = (await fixture.TryAskAsync(by: asker)).ShouldBeOfType<ElicitationOutcome.Changed>().Item;
            await fixture.Desk.CancelAsync(item.ElicitationId, asker, null, null, TestContext.Current.CancellationToken);
        }

        await fixture.CatchUpAsync();
        var (read, now) = (Restarted(fixture), fixture.Clock.GetUtcNow());
        read.Find(read.Closed.Last().Id)!.Question.From.ShouldNotBe("builder", "this test is about those that are not kept");
        read.WaitToAsk("builder", 10, now).ShouldBe(TimeSpan.FromMinutes(1));
        read.WaitToAsk("builder", 11, now).ShouldBeNull();
        read.WaitToAnswer("planner", 10, now).ShouldBe(TimeSpan.FromMinutes(1));
        read.WaitToAnswer("planner", 11, now).ShouldBeNull();
    }

    [Fact]
    public async Task So_many_questions_wait_for_one_and_no_more()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions { PendingPerAnswerer = 2 });
        var first = await fixture.AskAsync();
        (await fixture.TryAskAsync(by: Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
        await fixture.CatchUpAsync();
        ElicitationFixture.CodeOf(await fixture.TryAskAsync()).ShouldBe("elicitation.flood");
        (await fixture.TryAskAsync(to: "another")).ShouldBeOfType<ElicitationOutcome.Changed>();
        await fixture.AnswerAsync(first, """{"branch":"main"}""");
        await fixture.CatchUpAsync();
        (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task One_asker_leaves_the_others_three_quarters_of_the_places()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions { PendingPerAnswerer = 8 });
        await fixture.AskAsync();
        await fixture.AskAsync();
        await fixture.CatchUpAsync();
        ElicitationFixture.CodeOf(await fixture.TryAskAsync()).ShouldBe("elicitation.flood");
        (await fixture.TryAskAsync(by: Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    private static readonly Caller Other = new("other", Role.Agent);

    private static ElicitationBoard Restarted(ElicitationFixture fixture)
    {
        var (buffer, fold) = (new ArrayBufferWriter<byte>(), new ElicitationBoardFold());
        using (var writer = new Utf8JsonWriter(buffer))
        {
            fixture.Board.Read((board, _) => fold.Hold(board))(writer);
        }

        return fold.Read(buffer.WrittenMemory);
    }

    /// <summary>A clock on which every wait is over at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
