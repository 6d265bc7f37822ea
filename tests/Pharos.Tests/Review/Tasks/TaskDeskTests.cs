using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

public sealed class TaskDeskTests
{
    [Fact]
    public async Task A_task_goes_from_the_queue_through_an_inbox_to_a_result()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("expert-a");
        await fixture.ClaimAsync(id, "expert-a");
        (await fixture.Desk.ReportAsync(id, TaskFixture.Expert("expert-a"), 50, "half way", TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        (await fixture.FinishAsync(id, "expert-a")).ShouldBeOfType<TaskOutcome.Changed>();
        var item = await fixture.FindAsync(id);
        item.State.ShouldBe(TaskState.Done);
        item.Result!.By.ShouldBe("expert-a");
        item.Progress!.Percent.ShouldBe(50);
        (await fixture.EventsAsync(id)).ShouldBe(["task.requested", "task.assigned", "task.claimed", "task.progressed", "task.done"]);
    }

    [Fact]
    public async Task The_assignment_says_why_it_was_this_expert()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        await fixture.RegisterAsync("expert-b");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        var choice = (await fixture.FindAsync(id)).Choice.ShouldNotBeNull();
        choice.Among.ShouldBe(2);
        choice.Score.Total.ShouldBeGreaterThanOrEqualTo(choice.Next.ShouldHaveSingleItem().Total);
    }

    [Fact]
    public async Task A_result_of_who_lost_the_task_is_refused_and_the_new_ones_counts()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        await fixture.ClaimAsync(id, "expert-a");
        await fixture.RegisterAsync("expert-b");
        fixture.Clock.Advance(fixture.Options.Lease);
        await fixture.Experts.SeenAsync(new("expert-b"), TaskFixture.Cancellation);
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "expert-a")).ShouldBe("task.lost");
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("expert-b");
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "expert-a")).ShouldBe("task.lost");
        await fixture.ClaimAsync(id, "expert-b");
        (await fixture.FinishAsync(id, "expert-b")).ShouldBeOfType<TaskOutcome.Changed>();
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "expert-a")).ShouldBe("task.closed");
    }

    [Fact]
    public async Task A_result_needs_a_claim()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "expert-a")).ShouldBe("task.unclaimed");
    }

    [Fact]
    public async Task Who_has_nothing_to_do_with_a_task_does_not_learn_that_it_exists()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        await fixture.RegisterAsync("expert-b");
        var id = await fixture.AskAsync(to: "expert-a");
        await fixture.LookAsync();
        var outcome = (await fixture.Desk.ClaimAsync(id, TaskFixture.Expert("expert-b"), TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Refused>();
        outcome.Problem.Code.ShouldBe("task.unknown");
        outcome.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Who_declined_a_task_does_not_see_what_came_of_it()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("first");
        var id = await fixture.AskAsync(review: Guid.NewGuid());
        await fixture.SettleAsync();
        (await fixture.Desk.DeclineAsync(id, TaskFixture.Expert("first"), "no", TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        await fixture.RegisterAsync("second");
        await fixture.SettleAsync();
        await fixture.ClaimAsync(id, "second");
        (await fixture.JudgeAsync(id, "second", OpinionVerdict.Approve, 0.9)).ShouldBeOfType<TaskOutcome.Changed>();
        var task = await fixture.FindAsync(id);
        task.ShownTo("first").Result.ShouldBeNull();
        task.ShownTo("second").Result!.By.ShouldBe("second");
        task.ShownTo("asker").Result!.By.ShouldBe("second");
    }

    [Fact]
    public async Task Only_who_asked_or_an_administrator_cancels()
    {
        await using var fixture = new TaskFixture();
        var id = await fixture.AskAsync("asker");
        await fixture.RegisterAsync("worker");
        await fixture.LookAsync();
        TaskFixture.CodeOf(await fixture.Desk.CancelAsync(id, TaskFixture.Expert("worker"), null, TaskFixture.Cancellation)).ShouldBe("task.asker");
        TaskFixture.CodeOf(await fixture.Desk.CancelAsync(id, new Caller("ann", Role.Reviewer), null, TaskFixture.Cancellation)).ShouldBe("task.asker");
        TaskFixture.CodeOf(await fixture.Desk.CancelAsync(id, new Caller("other", Role.Agent), null, TaskFixture.Cancellation)).ShouldBe("task.unknown", "nobody probes the tasks of others");
        (await fixture.Desk.CancelAsync(id, new Caller("asker", Role.Agent), "found it", TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>().Item.State.ShouldBe(TaskState.Cancelled);
    }

    [Fact]
    public async Task One_asker_cannot_fill_the_queue()
    {
        await using var fixture = new TaskFixture(options: new TaskOptions { OpenPerAsker = 2 });
        await fixture.AskAsync("greedy");
        await fixture.AskAsync("greedy");
        await fixture.CatchUpAsync();
        var refused = await fixture.Desk.CreateAsync((await fixture.FindAsync(await fixture.AskAsync("modest"))).Request with { AskedBy = "greedy" }, new Actor(ActorKind.Agent, "greedy"), TaskFixture.Cancellation);
        TaskFixture.CodeOf(refused).ShouldBe("task.flood");
    }

    [Fact]
    public async Task A_task_created_again_under_its_id_is_the_same_task()
    {
        await using var fixture = new TaskFixture();
        var first = await fixture.FindAsync(await fixture.AskAsync());
        var again = await fixture.Desk.CreateAsync(first.Request, new Actor(ActorKind.System, "consensus"), TaskFixture.Cancellation, first.TaskId);
        again.ShouldBeOfType<TaskOutcome.Changed>().Item.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_judgement_takes_a_verdict_with_a_confidence_and_a_reason()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync(review: Guid.CreateVersion7());
        await fixture.LookAsync();
        await fixture.ClaimAsync(id, "expert-a");
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "expert-a")).ShouldBe("task.opinion");
        TaskFixture.CodeOf(await fixture.JudgeAsync(id, "expert-a", OpinionVerdict.Approve, double.NaN)).ShouldBe("task.confidence");
        TaskFixture.CodeOf(await fixture.JudgeAsync(id, "expert-a", OpinionVerdict.Approve, 1.01)).ShouldBe("task.confidence");
        TaskFixture.CodeOf(await fixture.JudgeAsync(id, "expert-a", OpinionVerdict.Approve, 0.9, " ")).ShouldBe("task.reason");
        (await fixture.JudgeAsync(id, "expert-a", OpinionVerdict.Approve, 0.9)).ShouldBeOfType<TaskOutcome.Changed>();
    }

    [Fact]
    public async Task Progress_keeps_the_lease_and_is_bounded()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        await fixture.ClaimAsync(id, "expert-a");
        var me = TaskFixture.Expert("expert-a");
        fixture.Clock.Advance(fixture.Options.Lease - TimeSpan.FromSeconds(1));
        var kept = (await fixture.Desk.ReportAsync(id, me, 10, null, TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>().Item;
        kept.HeldUntil.ShouldBe(fixture.Clock.GetUtcNow() + fixture.Options.Lease);
        for (var i = 1; i < TaskOptions.MaximumProgress; i++)
        {
            (await fixture.Desk.ReportAsync(id, me, 20, null, TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();
        }

        TaskFixture.CodeOf(await fixture.Desk.ReportAsync(id, me, 30, null, TaskFixture.Cancellation)).ShouldBe("task.progress");
    }

    [Fact]
    public async Task Two_who_claim_at_once_do_not_both_get_it()
    {
        await using var fixture = new TaskFixture(new HesitantLog(new InMemoryEventLog()));
        await fixture.RegisterAsync("expert-a");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.Desk.ClaimAsync(id, TaskFixture.Expert("expert-a"), TaskFixture.Cancellation).AsTask()));
        claims.Count(claim => claim is TaskOutcome.Changed).ShouldBe(1);
        claims.OfType<TaskOutcome.Refused>().ShouldAllBe(refused => refused.Problem.Code == "task.claimed");
    }
}
