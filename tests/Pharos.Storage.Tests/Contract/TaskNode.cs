using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Grants;
using Pharos.Review;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What a server has of experts and tasks, on an engine's log. Another one on the same log is another server, or the same after a restart.</summary>
internal sealed class TaskNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IEventLog _log;
    private readonly TimeProvider _clock;
    private readonly GrantBook _grants;
    private readonly Task _following;

    public TaskNode(IEventLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        var experts = new ExpertOptions();
        var selection = new ExpertSelection(experts.Seed, (_, _) => false);
        _grants = GrantBook.Unread(log, (_, _) => false, TimeSpan.Zero, clock);
        var queue = new Projection<ReviewQueue>(log, new ReviewQueueFold(), new NoSnapshots(), clock);
        Roster = new Projection<ExpertRoster>(log, new ExpertRosterFold(), new NoSnapshots(), clock);
        Board = new Projection<TaskBoard>(log, new TaskBoardFold(), new NoSnapshots(), clock);
        Experts = new ExpertDesk(log, Roster, experts, clock);
        Desk = new TaskDesk(log, Board, Experts, selection, Options, clock);
        Keeper = new TaskKeeper(log, queue, new ReviewDesk(log, _grants, (_, _) => false, clock), Roster, Board, Experts, Desk, selection, _ => Role.Expert, experts, Options, clock);
        _following = Task.WhenAll(Roster.RunAsync(_stopping.Token), Board.RunAsync(_stopping.Token), queue.RunAsync(_stopping.Token));
    }

    public TaskOptions Options { get; } = new();

    public Projection<ExpertRoster> Roster { get; }

    public Projection<TaskBoard> Board { get; }

    public ExpertDesk Experts { get; }

    public TaskDesk Desk { get; }

    public TaskKeeper Keeper { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task RegisterAsync(string name) => (await Experts.RegisterAsync(
        new ExpertId(name), Role.Expert, new ExpertProfile { Kinds = ["work"] }, new Caller(name, Role.Expert), Cancellation)).ShouldBeOfType<ExpertOutcome.Changed>();

    public async Task<TaskItem> AskAsync(TaskId? id = null)
    {
        var request = new TaskRequest { Kind = TaskKinds.Work, Summary = "look at it", AskedBy = "asker", Input = JsonElement.Parse("{\"what\":\"this\"}"), Deadline = _clock.GetUtcNow() + TimeSpan.FromHours(1) };
        return (await Desk.CreateAsync(request, new Actor(ActorKind.Agent, "asker"), Cancellation, id)).ShouldBeOfType<TaskOutcome.Changed>().Item;
    }

    public async Task<TaskBoard> BoardAsync() => await new Projection<TaskBoard>(_log, new TaskBoardFold(), new NoSnapshots(), _clock).AtAsync(await _log.HeadAsync(Cancellation), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _grants.Dispose();
        _stopping.Dispose();
    }
}
