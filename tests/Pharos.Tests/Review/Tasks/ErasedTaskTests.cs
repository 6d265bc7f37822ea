using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

public sealed class ErasedTaskTests : IAsyncDisposable
{
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly TaskFixture _fixture;

    public ErasedTaskTests() => _fixture = new TaskFixture(_store.Log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Caller Root => new("root", Role.Admin);

    [Fact]
    public async Task An_erased_request_leaves_the_board_and_its_snapshots_whether_the_task_is_open_or_done()
    {
        await _fixture.RegisterAsync("worker");
        var (done, open, other) = (await _fixture.AskAsync(by: "Zoe"), await _fixture.AskAsync(by: "Zoe"), await _fixture.AskAsync());
        await FinishAsync(done, "worker");
        (await BoardAsync()).ShouldContain("Zoe");
        await _store.EraseAsync(done.Stream, TaskEvents.Requested);
        await _store.EraseAsync(open.Stream, TaskEvents.Requested);
        (await BoardAsync()).ShouldNotContain("Zoe");
        _fixture.Board.Read((board, _) => (board.Open.Concat(board.Closed).Select(item => item.Id).Single(), board.AskedBy("Zoe"), board.LoadOf("worker"))).ShouldBe((other.Value, 0, 1));
    }

    [Fact]
    public async Task Of_several_tasks_of_one_matter_only_the_one_forgets_whose_opinion_was_erased()
    {
        await _fixture.RegisterAsync("one");
        await _fixture.RegisterAsync("two");
        var (review, proposal) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var expert in (string[])["one", "two"])
        {
            var id = await _fixture.AskAsync(by: "consensus", to: expert, review: review, proposal: proposal);
            await _fixture.SettleAsync();
            await _fixture.ClaimAsync(id, expert);
            await _fixture.JudgeAsync(id, expert, OpinionVerdict.Reject, 0.9, $"{expert} saw Zoe");
        }

        await _fixture.CatchUpAsync();
        var erased = _fixture.Board.Read((board, _) => board.OpinionsOf(review, "one").Single());
        await _store.EraseAsync(erased.TaskId.Stream, TaskEvents.Done);
        await _fixture.CatchUpAsync();
        _fixture.Board.Read((board, _) => board.OpinionsOf(review, "one").Concat(board.OpinionsOf(review, "two")).Select(item => item.Result!.Opinion!.Reason).ToList()).ShouldBe(["two saw Zoe"]);
    }

    [Fact]
    public async Task The_tasks_after_every_single_erasure_are_those_that_the_log_gives_anew()
    {
        await WalkAsync();
        foreach (var record in await _store.AllAsync(TaskId.StreamCategory))
        {
            await _store.EraseAsync(record.Position);
            Tasks(await BoardAsync()).ShouldBe(Tasks(await _store.AnewAsync(new TaskBoardFold())), $"{record.Type} at {record.Position}");
        }

        _fixture.Board.Read((board, _) => (board.OpenCount, board.LoadOf("worker"), board.LoadOf("other"), board.AskedBy("asker"))).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task The_experts_after_every_single_erasure_are_those_that_the_log_gives_anew()
    {
        await _fixture.RegisterAsync("worker");
        await _fixture.RegisterAsync("other");
        await _fixture.Experts.SuspendAsync(new ExpertId("other"), Root, "it told of Zoe", Cancellation);
        await _fixture.RegisterAsync("worker", workspaces: ["/home/Zoe"]);
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        await _fixture.Experts.SeenAsync(new ExpertId("worker"), Cancellation);
        (await RosterAsync()).ShouldContain("Zoe");
        foreach (var record in await _store.AllAsync(ExpertId.StreamCategory))
        {
            await _store.EraseAsync(record.Position);
            (await RosterAsync()).ShouldBe(await _store.AnewAsync(new ExpertRosterFold()), $"{record.Type} at {record.Position}");
        }

        (await RosterAsync()).ShouldNotContain("Zoe");
    }

    [Fact]
    public async Task Erasing_a_registration_brings_no_older_key_back_and_ends_no_suspension()
    {
        var id = new ExpertId("worker");
        await _fixture.RegisterAsync("worker");
        await _fixture.RegisterAsync("worker");
        await _fixture.Experts.SuspendAsync(id, Root, null, Cancellation);
        await _store.EraseAsync(id.Stream, ExpertEvents.Registered);
        (await new ExpertKeys(_store.Log).FindAsync("worker", Cancellation)).ShouldNotBeNull().Number.ShouldBe(2);
        await _fixture.RegisterAsync("worker");
        var expert = (await _fixture.Experts.FindAsync(id, Cancellation)).ShouldNotBeNull();
        (expert.Generation, expert.SuspendedBy, expert.Profile.Kinds.Count).ShouldBe((3, "root", 2));
    }

    [Fact]
    public async Task An_expert_whose_registration_was_erased_gets_no_tasks_until_it_registers_again()
    {
        await _fixture.RegisterAsync("worker");
        await _store.EraseAsync(new ExpertId("worker").Stream, ExpertEvents.Registered);
        var id = await _fixture.AskAsync();
        await _fixture.SettleAsync();
        (await _fixture.FindAsync(id)).Holder.ShouldBeNull();
        await _fixture.RegisterAsync("worker");
        await _fixture.SettleAsync();
        (await _fixture.FindAsync(id)).Holder.ShouldBe("worker");
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _store.DisposeAsync();
    }

    private Task<string> BoardAsync() => _store.SnapshotAsync(_fixture.Board, new TaskBoardFold());

    private Task<string> RosterAsync() => _store.SnapshotAsync(_fixture.Roster, new ExpertRosterFold());

    // What experts' records have learned from an event stays learned.
    private static string Tasks(string board)
    {
        using var document = JsonDocument.Parse(board);
        return document.RootElement.GetProperty("items").GetRawText();
    }

    private async Task FinishAsync(TaskId id, string by)
    {
        await _fixture.SettleAsync();
        await _fixture.ClaimAsync(id, by);
        (await _fixture.FinishAsync(id, by)).ShouldBeOfType<TaskOutcome.Changed>();
    }

    private async Task WalkAsync()
    {
        var unplaced = await _fixture.AskAsync(capabilities: ["nobody"]);
        await _fixture.SettleAsync();
        await _fixture.RegisterAsync("worker");
        await FinishAsync(await _fixture.AskAsync(), "worker");
        var failed = await _fixture.AskAsync(to: "worker");
        await _fixture.SettleAsync();
        await _fixture.ClaimAsync(failed, "worker");
        await _fixture.FinishAsync(failed, "worker", "no disk");
        await _fixture.RegisterAsync("other");
        var declined = await _fixture.AskAsync(to: "other");
        await _fixture.SettleAsync();
        await _fixture.Desk.DeclineAsync(declined, TaskFixture.Expert("other"), "no time", Cancellation);
        var working = await _fixture.AskAsync(to: "worker");
        await _fixture.SettleAsync();
        await _fixture.ClaimAsync(working, "worker");
        await _fixture.Desk.ReportAsync(working, TaskFixture.Expert("worker"), 50, "halfway", Cancellation);
        await _fixture.Desk.CancelAsync(unplaced, new Caller("asker", Role.Agent), "not any more", Cancellation);
        _fixture.Clock.Advance(TimeSpan.FromMinutes(31));
        await _fixture.SettleAsync();
        (await _store.AllAsync(TaskId.StreamCategory)).Select(record => record.Type).Distinct().Count().ShouldBeGreaterThan(8);
    }
}
