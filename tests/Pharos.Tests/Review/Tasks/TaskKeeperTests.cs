using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

public sealed class TaskKeeperTests
{
    [Fact]
    public async Task Another_expert_finishes_what_one_died_with()
    {
        await using var fixture = new TaskFixture();
        var id = await ClaimedByAsync(fixture, "mortal");
        await fixture.RegisterAsync("heir");
        await DieAsync(fixture, "heir");
        var item = await fixture.FindAsync(id);
        item.Holder.ShouldBe("heir");
        item.Attempts.ShouldHaveSingleItem().Why.ShouldContain("has not been seen");
        await fixture.ClaimAsync(id, "heir");
        (await fixture.FinishAsync(id, "heir")).ShouldBeOfType<TaskOutcome.Changed>();
        (await fixture.FindAsync(id)).Result!.By.ShouldBe("heir");
    }

    [Fact]
    public async Task Another_expert_finishes_it_also_when_the_server_was_started_again_between()
    {
        var first = new TaskFixture(options: new TaskOptions { Lease = TimeSpan.FromHours(1) });
        var id = await ClaimedByAsync(first, "mortal");
        await first.RegisterAsync("heir");
        await first.DisposeAsync();
        first.Clock.Advance(first.ExpertOptions.HeartbeatTimeout);
        await using var second = new TaskFixture(first.Log, first.Clock, first.Options);

        // Nobody could say that they are there while there was no server, so nobody is lost at once.
        await second.SettleAsync();
        (await second.FindAsync(id)).Holder.ShouldBe("mortal");
        await DieAsync(second, "heir");
        (await second.FindAsync(id)).Holder.ShouldBe("heir");
        await second.ClaimAsync(id, "heir");
        (await second.FinishAsync(id, "heir")).ShouldBeOfType<TaskOutcome.Changed>();
    }

    [Fact]
    public async Task An_expert_that_keeps_to_its_heartbeat_is_never_lost()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("steady");
        for (var i = 0; i < 30; i++)
        {
            fixture.Clock.Advance(fixture.ExpertOptions.HeartbeatEvery);
            await fixture.Experts.SeenAsync(new ExpertId("steady"), TaskFixture.Cancellation);
            await fixture.LookAsync();
            fixture.Roster.Read((roster, _) => roster.Find(new ExpertId("steady"))!.IsLost).ShouldBeFalse();
        }

        (await fixture.Log.HeadAsync(TaskFixture.Cancellation)).Value.ShouldBeLessThan(20, "not every heartbeat is an event");
    }

    [Fact]
    public async Task Who_was_lost_and_comes_back_gets_tasks_again()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("traveller");
        fixture.Clock.Advance(fixture.ExpertOptions.HeartbeatTimeout);
        await fixture.LookAsync();
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        var waiting = await fixture.FindAsync(id);
        waiting.State.ShouldBe(TaskState.Queued);
        waiting.Unplaced.ShouldNotBeNull().ShouldContain("are away");
        await fixture.Experts.SeenAsync(new ExpertId("traveller"), TaskFixture.Cancellation);
        await fixture.LookAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("traveller");
    }

    [Fact]
    public async Task What_is_let_lie_in_an_inbox_goes_to_the_next_one()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("sleeper");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        await fixture.RegisterAsync("awake");
        fixture.Clock.Advance(fixture.Options.Offer);
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("awake");
    }

    [Fact]
    public async Task Who_declines_is_not_asked_again_and_it_is_no_stain()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("picky");
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        await fixture.Desk.DeclineAsync(id, TaskFixture.Expert("picky"), "not my trade", TaskFixture.Cancellation);
        await fixture.SettleAsync();
        var item = await fixture.FindAsync(id);
        item.State.ShouldBe(TaskState.Queued);
        item.Unplaced.ShouldNotBeNull().ShouldContain("declined");
        fixture.RecordOf("picky").Failed.ShouldBe(0);
    }

    [Fact]
    public async Task A_suspended_expert_loses_its_tasks_and_can_do_nothing_with_them()
    {
        await using var fixture = new TaskFixture();
        var id = await ClaimedByAsync(fixture, "rogue");
        await fixture.Experts.SuspendAsync(new ExpertId("rogue"), new Caller("ann", Role.Reviewer), "approves everything", TaskFixture.Cancellation);
        TaskFixture.CodeOf(await fixture.FinishAsync(id, "rogue")).ShouldBe("expert.suspended");
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Unplaced.ShouldNotBeNull().ShouldContain("suspended");
        fixture.RecordOf("rogue").Failed.ShouldBe(0);
        await fixture.Experts.ResumeAsync(new ExpertId("rogue"), new Caller("ann", Role.Reviewer), TaskFixture.Cancellation);
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("rogue");
    }

    [Fact]
    public async Task Who_holds_no_token_any_more_keeps_no_claim_and_gets_nothing_and_it_is_no_stain()
    {
        await using var fixture = new TaskFixture();
        var id = await ClaimedByAsync(fixture, "gone");
        fixture.Revoked.Add("gone");
        await fixture.SettleAsync();
        var item = await fixture.FindAsync(id);
        (item.State, item.Attempts.ShouldHaveSingleItem().Why).ShouldBe((TaskState.Queued, "gone holds no token for it any more"));
        item.Unplaced.ShouldNotBeNull().ShouldContain("hold no token any more");
        fixture.RecordOf("gone").Failed.ShouldBe(0);
        await fixture.RegisterAsync("heir");
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("heir");
    }

    [Fact]
    public async Task What_cannot_be_said_again_yet_does_not_use_up_the_look_of_those_behind_it()
    {
        await using var fixture = new TaskFixture(options: new TaskOptions { OpenPerAsker = 1000 });
        await fixture.RegisterAsync("painter", capabilities: ["paint"]);
        for (var waiting = 0; waiting < 510; waiting++)
        {
            await fixture.AskAsync(capabilities: ["sql"], priority: TaskPriority.High);
        }

        await fixture.SettleAsync();
        var last = await fixture.AskAsync(capabilities: ["paint"]);
        await fixture.RegisterAsync("clerk", capabilities: ["sql"]);
        await fixture.Experts.SuspendAsync(new ExpertId("clerk"), new Caller("ann", Role.Reviewer), null, TaskFixture.Cancellation);
        await fixture.LookAsync();
        (await fixture.FindAsync(last)).Holder.ShouldBe("painter");
    }

    [Fact]
    public async Task Registering_anew_does_not_lift_a_suspension()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("rogue");
        await fixture.Experts.SuspendAsync(new ExpertId("rogue"), new Caller("ann", Role.Reviewer), null, TaskFixture.Cancellation);
        await fixture.RegisterAsync("rogue");
        var rogue = (await fixture.Experts.FindAsync(new ExpertId("rogue"), TaskFixture.Cancellation)).ShouldNotBeNull();
        rogue.IsSuspended.ShouldBeTrue();
        rogue.Generation.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_gets_a_task_about_what_they_or_who_registered_them_proposed()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("claude-1");
        await fixture.RegisterAsync("puppet");
        var id = await fixture.AskAsync(review: Guid.CreateVersion7());
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Unplaced.ShouldNotBeNull().ShouldContain("their own matter");
        await fixture.RegisterAsync("stranger");
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("stranger");
    }

    [Fact]
    public async Task A_task_that_nobody_can_take_says_so_once_and_is_placed_as_soon_as_somebody_can()
    {
        await using var fixture = new TaskFixture();
        var id = await fixture.AskAsync(capabilities: ["sql"]);
        await fixture.SettleAsync();
        await fixture.SettleAsync();
        (await fixture.EventsAsync(id)).ShouldBe(["task.requested", "task.unplaced"]);
        (await fixture.FindAsync(id)).Unplaced.ShouldBe("No registered expert takes tasks of kind work with sql.");
        await fixture.RegisterAsync("dba", capabilities: ["sql", "backup"]);
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Holder.ShouldBe("dba");
    }

    [Fact]
    public async Task Why_nobody_can_is_recorded_at_most_once_a_minute()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("fickle");
        var id = await fixture.AskAsync(review: Guid.CreateVersion7(), to: "fickle");
        var (fickle, ann) = (new ExpertId("fickle"), new Caller("ann", Role.Reviewer));
        await fixture.Experts.SuspendAsync(fickle, ann, null, TaskFixture.Cancellation);
        await fixture.SettleAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(40));
        for (var i = 0; i < 10; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(3));
            await fixture.SettleAsync();
        }

        (await fixture.EventsAsync(id)).Count(type => type == TaskEvents.Unplaced).ShouldBe(1);
        await fixture.Experts.ResumeAsync(fickle, ann, TaskFixture.Cancellation);
        await fixture.SettleAsync();
        (await fixture.FindAsync(id)).Unplaced.ShouldNotBeNull().ShouldContain("are away");
        (await fixture.EventsAsync(id)).Count(type => type == TaskEvents.Unplaced).ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_registers_for_ever()
    {
        await using var fixture = new TaskFixture(expertOptions: new ExpertOptions { Maximum = 2 });
        for (var i = 0; i < 20; i++)
        {
            await fixture.RegisterAsync("eager");
        }

        var profile = new ExpertProfile { Kinds = ["work"] };
        async Task<string> CodeAsync(string name) =>
            (await fixture.Experts.RegisterAsync(new ExpertId(name), Role.Expert, profile, TaskFixture.Expert(name), TaskFixture.Cancellation)).ShouldBeOfType<ExpertOutcome.Refused>().Problem.Code;
        (await CodeAsync("eager")).ShouldBe("expert.registering");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await fixture.RegisterAsync("eager");
        await fixture.RegisterAsync("second");
        (await CodeAsync("third")).ShouldBe("expert.too-many");
    }

    [Fact]
    public async Task Who_has_gone_keeps_no_place_from_who_comes()
    {
        await using var fixture = new TaskFixture(expertOptions: new ExpertOptions { Maximum = 2 });
        await fixture.RegisterAsync("build-1");
        await fixture.RegisterAsync("build-2");
        fixture.Clock.Advance(fixture.ExpertOptions.HeartbeatTimeout);
        await fixture.LookAsync();
        await fixture.CatchUpAsync();
        await fixture.RegisterAsync("build-3");
    }

    [Fact]
    public async Task A_record_that_names_nothing_stops_nobody_elses_tasks()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("sound");
        var id = new ExpertId("nameless");
        await fixture.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = id.Stream,
                Id = EventId.New(fixture.Clock),
                Type = ExpertEvents.Registered,
                At = fixture.Clock.GetUtcNow(),
                Actor = new Actor(ActorKind.Agent, id.Value),
                Payload = """{"id":"nameless","role":"Expert","generation":1,"profile":{"kinds":[null,"work"],"capabilities":[null],"workspaces":[null],"capacity":4}}"""u8.ToArray(),
            }),
            TaskFixture.Cancellation);
        var task = await fixture.AskAsync(to: "sound");
        var other = await fixture.AskAsync(to: "nameless");
        await fixture.SettleAsync();
        (await fixture.FindAsync(task)).Holder.ShouldBe("sound");
        (await fixture.FindAsync(other)).Holder.ShouldBe("nameless");
    }

    [Fact]
    public async Task Nobody_is_said_to_be_lost_by_a_roster_that_stands_still()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("steady");
        await fixture.CatchUpAsync();

        // It knows the registration and none of the signs of life after it, as one does that stopped at an event.
        var still = new Projection<ExpertRoster>(fixture.Log, new StoppedFold(ExpertEvents.Seen), new NoSnapshots(), fixture.Clock);
        var keeper = new TaskKeeper(
            fixture.Log, fixture.Queue, fixture.Reviews, still, fixture.Board, fixture.Experts, fixture.Desk, fixture.Selection, _ => Role.Expert, fixture.ExpertOptions, fixture.Options, fixture.Clock);
        fixture.Clock.Advance(fixture.ExpertOptions.HeartbeatTimeout - TimeSpan.FromSeconds(1));
        await fixture.Experts.SeenAsync(new ExpertId("steady"), TaskFixture.Cancellation);
        await still.RunAsync(TaskFixture.Cancellation);
        still.Fault.ShouldNotBeNull();
        for (var i = 0; i < 3; i++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await keeper.LookAsync(TaskFixture.Cancellation);
        }

        var types = new List<string>();
        await foreach (var record in fixture.Log.ReadStreamAsync(new ExpertId("steady").Presence, cancellationToken: TaskFixture.Cancellation))
        {
            types.Add(record.Type);
        }

        types.ShouldBe([ExpertEvents.Seen]);
    }

    [Fact]
    public async Task Nobody_gets_more_than_they_take_at_a_time_and_what_matters_goes_first()
    {
        await using var fixture = new TaskFixture();
        await fixture.RegisterAsync("narrow", capacity: 1);
        var low = await fixture.AskAsync(priority: TaskPriority.Low);
        var high = await fixture.AskAsync(priority: TaskPriority.High);
        await fixture.SettleAsync();
        (await fixture.FindAsync(high)).Holder.ShouldBe("narrow");
        (await fixture.FindAsync(low)).Unplaced.ShouldNotBeNull().ShouldContain("are busy");
        await fixture.ClaimAsync(high, "narrow");
        await fixture.FinishAsync(high, "narrow");
        await fixture.SettleAsync();
        (await fixture.FindAsync(low)).Holder.ShouldBe("narrow");
    }

    [Fact]
    public async Task A_task_that_expert_after_expert_lets_lie_fails_in_the_end()
    {
        await using var fixture = new TaskFixture(options: new TaskOptions { Attempts = 3 });
        await fixture.RegisterAsync("sleeper");
        var id = await fixture.AskAsync();
        for (var i = 0; i < 3; i++)
        {
            await fixture.SettleAsync();
            fixture.Clock.Advance(fixture.Options.Offer);
            await fixture.Experts.SeenAsync(new ExpertId("sleeper"), TaskFixture.Cancellation);
        }

        await fixture.SettleAsync();
        var item = await fixture.FindAsync(id);
        item.State.ShouldBe(TaskState.Failed);
        item.ClosedWhy.ShouldNotBeNull().ShouldContain("3 experts had it");
    }

    [Fact]
    public async Task What_is_late_expires_and_says_why_nobody_had_it()
    {
        await using var fixture = new TaskFixture();
        var id = await fixture.AskAsync();
        await fixture.SettleAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(30));
        await fixture.SettleAsync();
        var item = await fixture.FindAsync(id);
        item.State.ShouldBe(TaskState.Expired);
        item.ClosedWhy.ShouldNotBeNull().ShouldContain("No registered expert");
    }

    [Fact]
    public async Task Two_nodes_that_keep_one_log_give_each_task_to_one_expert()
    {
        await using var one = new TaskFixture();
        await using var two = new TaskFixture(one.Log, one.Clock);
        foreach (var name in (string[])["expert-a", "expert-b", "expert-c"])
        {
            await one.RegisterAsync(name, capacity: 20);
        }

        var tasks = new List<TaskId>();
        for (var i = 0; i < 30; i++)
        {
            tasks.Add(await (i % 2 == 0 ? one : two).AskAsync());
        }

        await Task.WhenAll(one.LookAsync(), two.LookAsync());
        foreach (var id in tasks)
        {
            (await one.EventsAsync(id)).ShouldBe(["task.requested", "task.assigned"]);
        }
    }

    private static async Task<TaskId> ClaimedByAsync(TaskFixture fixture, string expert)
    {
        await fixture.RegisterAsync(expert);
        var id = await fixture.AskAsync();
        await fixture.LookAsync();
        await fixture.ClaimAsync(id, expert);
        return id;
    }

    // Time passes in which only the other one is seen.
    private static async Task DieAsync(TaskFixture fixture, string survivor)
    {
        for (var i = 0; i < 3; i++)
        {
            fixture.Clock.Advance(fixture.ExpertOptions.HeartbeatEvery);
            await fixture.Experts.SeenAsync(new ExpertId(survivor), TaskFixture.Cancellation);
            await fixture.LookAsync();
        }

        await fixture.SettleAsync();
    }

    private sealed class StoppedFold(string at) : IFold<ExpertRoster>
    {
        private readonly ExpertRosterFold _fold = new();

        public string Name => _fold.Name;

        public int Version => _fold.Version;

        public ExpertRoster Start() => _fold.Start();

        public ExpertRoster Apply(ExpertRoster state, EventRecord record) => record.Type == at ? throw new FormatException("It cannot be folded.") : _fold.Apply(state, record);

        public void Write(Utf8JsonWriter writer, ExpertRoster state) => _fold.Write(writer, state);

        public ExpertRoster Read(ReadOnlyMemory<byte> json) => _fold.Read(json);
    }
}
