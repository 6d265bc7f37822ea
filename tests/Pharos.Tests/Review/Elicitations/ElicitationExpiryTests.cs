using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationExpiryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_after_the_time_is_refused_even_before_the_keeper_has_looked()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        var nonce = fixture.NonceOf(item);
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, """{"branch":"main"}""", nonce: nonce)).ShouldBe("elicitation.decided");
        item.StateAt(fixture.Clock.GetUtcNow()).ShouldBe(ElicitationState.Expired);
        fixture.NonceOf(item).ShouldBeNull();
    }

    [Fact]
    public async Task The_keeper_ends_what_has_run_out_and_nothing_else()
    {
        await using var fixture = new ElicitationFixture();
        var (short1, long1) = (await fixture.AskAsync(), await fixture.AskAsync(timeout: TimeSpan.FromHours(1)));
        fixture.Clock.Advance(TimeSpan.FromSeconds(29));
        await LookAsync(fixture);
        (await fixture.TypesAsync(short1)).ShouldBe([ElicitationEvents.Requested]);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(fixture);
        await LookAsync(fixture);
        (await fixture.TypesAsync(short1)).ShouldBe([ElicitationEvents.Requested, ElicitationEvents.Expired]);
        (await fixture.TypesAsync(long1)).ShouldBe([ElicitationEvents.Requested]);
        (await fixture.Desk.FindAsync(short1.ElicitationId, Cancellation))!.ClosedBy.ShouldBeNull();
        fixture.Keeper.OverdueBy.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_ran_out_while_no_server_ran_is_ended_once_by_the_two_that_start()
    {
        await using var log = new HesitantLog(new InMemoryEventLog());
        Elicitation item;
        var clock = new ManualClock();
        await using (var before = new ElicitationFixture(log: log, clock: clock))
        {
            item = await before.AskAsync();
        }

        clock.Advance(TimeSpan.FromHours(1));
        await using var one = new ElicitationFixture(log: log, clock: clock);
        await using var two = new ElicitationFixture(log: log, clock: clock);
        await one.CatchUpAsync();
        await two.CatchUpAsync();
        one.Keeper.OverdueBy.ShouldBeGreaterThan(TimeSpan.FromMinutes(59));
        await Task.WhenAll(one.Keeper.LookAsync(Cancellation), two.Keeper.LookAsync(Cancellation));
        (await one.TypesAsync(item)).ShouldBe([ElicitationEvents.Requested, ElicitationEvents.Expired]);
    }

    [Fact]
    public async Task Who_waits_until_the_time_has_run_out_is_never_told_that_it_is_pending()
    {
        await using var log = new InMemoryEventLog();
        await using var board = new ElicitationFixture(log: log);
        var desk = new ElicitationDesk(log, board.Board, new ElicitationNonces(new byte[32]), _ => true, new ElicitationOptions { RequestsPerMinute = 1000 }, TimeProvider.System);
        var watch = new ElicitationWatch(log, board.Board, desk, TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            var form = ElicitationFixture.Json(ElicitationFixture.Form);
            var asked = await desk.AskAsync(ElicitationFixture.Asker, "planner", "Now?", form, ElicitationOptions.ShortestTimeout, Cancellation);
            var item = await watch.EndedAsync(asked.ShouldBeOfType<ElicitationOutcome.Changed>().Item.ElicitationId, _ => true, TimeSpan.FromSeconds(20), Cancellation);
            item!.StateAt(TimeProvider.System.GetUtcNow()).ShouldBe(ElicitationState.Expired);
        }
    }

    private static async Task LookAsync(ElicitationFixture fixture)
    {
        await fixture.CatchUpAsync();
        await fixture.Keeper.LookAsync(Cancellation);
        await fixture.CatchUpAsync();
    }
}
