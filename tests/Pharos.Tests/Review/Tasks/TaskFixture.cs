using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Grants;
using Pharos.Review;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

/// <summary>Experts and tasks on a log in memory and a clock that a test moves. Another fixture on the same log is another node, or the same after a restart.</summary>
internal sealed class TaskFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;
    private readonly GrantBook _grants;

    public TaskFixture(IEventLog? log = null, ManualClock? clock = null, TaskOptions? options = null, int seed = 1, ExpertOptions? expertOptions = null)
    {
        (Log, Clock) = (log ?? new InMemoryEventLog(), clock ?? new ManualClock());
        ExpertOptions = expertOptions ?? new ExpertOptions { Seed = seed };
        Options = options ?? new TaskOptions();
        Roster = new Projection<ExpertRoster>(Log, new ExpertRosterFold(), new NoSnapshots(), Clock);
        Board = new Projection<TaskBoard>(Log, new TaskBoardFold(), new NoSnapshots(), Clock);
        Experts = new ExpertDesk(Log, Roster, ExpertOptions, Clock);
        Selection = new ExpertSelection(ExpertOptions.Seed, IsRegisteredBy);
        Desk = new TaskDesk(Log, Board, Experts, Selection, Options, Clock);
        Queue = new Projection<ReviewQueue>(Log, new ReviewQueueFold(), new NoSnapshots(), Clock);
        _grants = GrantBook.Unread(Log, IsRegisteredBy, TimeSpan.Zero, Clock);
        Reviews = new ReviewDesk(Log, _grants, IsRegisteredBy, Clock);
        Keeper = new TaskKeeper(Log, Queue, Reviews, Roster, Board, Experts, Desk, Selection, TokenOf, ExpertOptions, Options, Clock);
        _following = Task.WhenAll(Roster.RunAsync(_stopping.Token), Board.RunAsync(_stopping.Token), Queue.RunAsync(_stopping.Token));
    }

    public IEventLog Log { get; }

    public ManualClock Clock { get; }

    public ExpertOptions ExpertOptions { get; }

    public TaskOptions Options { get; }

    public Projection<ExpertRoster> Roster { get; }

    public Projection<TaskBoard> Board { get; }

    public ExpertDesk Experts { get; }

    public ExpertSelection Selection { get; }

    public TaskDesk Desk { get; }

    public TaskKeeper Keeper { get; }

    public Projection<ReviewQueue> Queue { get; }

    public ReviewDesk Reviews { get; }

    /// <summary>Who holds no token any more.</summary>
    public HashSet<string> Revoked { get; } = [];

    public static Caller Expert(string name) => new(name, Role.Expert);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The agent "puppet" was registered by "claude-1".</summary>
    public static bool IsRegisteredBy(string subject, string issuer) => subject == "puppet" && issuer == "claude-1";

    /// <summary>Registers an expert that takes everything.</summary>
    public async Task RegisterAsync(string name, int capacity = 4, string[]? capabilities = null, string[]? workspaces = null, Role role = Role.Expert, double cost = 0)
    {
        var profile = new ExpertProfile { Kinds = role == Role.Expert ? ["judge", "work"] : ["work"], Capabilities = capabilities ?? [], Workspaces = workspaces ?? [], Capacity = capacity, Cost = cost };
        (await Experts.RegisterAsync(new ExpertId(name), role, profile, new Caller(name, role), Cancellation)).ShouldBeOfType<ExpertOutcome.Changed>();
    }

    /// <summary>Asks for work; with a review, for an opinion about claude-1's proposal.</summary>
    public async Task<TaskId> AskAsync(string by = "asker", string? to = null, Guid? review = null, Guid? proposal = null, string[]? capabilities = null, TaskPriority priority = TaskPriority.Normal, string? workspace = null)
    {
        var request = new TaskRequest
        {
            Kind = review is null ? TaskKinds.Work : TaskKinds.Judge,
            Summary = "look at it",
            AskedBy = by,
            To = to,
            Input = JsonElement.Parse("""{"what":"this"}"""),
            Capabilities = capabilities ?? [],
            Workspace = workspace,
            Review = review,
            Proposal = proposal,
            About = review is null ? [] : ["claude-1"],
            Priority = priority,
            Deadline = Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
        };
        return (await Desk.CreateAsync(request, new Actor(ActorKind.Agent, by), Cancellation)).ShouldBeOfType<TaskOutcome.Changed>().Item.TaskId;
    }

    public Task LookAsync() => Keeper.LookAsync(Cancellation);

    /// <summary>Takes a keeper's looks until nothing moves any more.</summary>
    public async Task SettleAsync()
    {
        Position before;
        do
        {
            before = await Log.HeadAsync(Cancellation);
            await LookAsync();
        }
        while (await Log.HeadAsync(Cancellation) != before);
    }

    public async Task<TaskItem> FindAsync(TaskId id) => (await Desk.FindAsync(id, Cancellation)).ShouldNotBeNull();

    /// <summary>Claims and expects that it works.</summary>
    public async Task ClaimAsync(TaskId id, string by) => (await Desk.ClaimAsync(id, Expert(by), Cancellation)).ShouldBeOfType<TaskOutcome.Changed>();

    public ValueTask<TaskOutcome> FinishAsync(TaskId id, string by, string? problem = null) =>
        Desk.FinishAsync(id, Expert(by), new TaskResult { By = "", At = default, Output = problem is null ? JsonElement.Parse("\"made\"") : null, Problem = problem }, Cancellation);

    public ValueTask<TaskOutcome> JudgeAsync(TaskId id, string by, OpinionVerdict verdict, double confidence, string reason = "because") =>
        Desk.FinishAsync(id, Expert(by), new TaskResult { By = "", At = default, Opinion = new TaskOpinion(verdict, confidence, reason) }, Cancellation);

    public TrackRecord RecordOf(string expert) => Board.Read((board, _) => board.RecordOf(expert));

    public async Task CatchUpAsync()
    {
        var head = await Log.HeadAsync(Cancellation);
        await Roster.ReachedAsync(head, Cancellation);
        await Board.ReachedAsync(head, Cancellation);
        await Queue.ReachedAsync(head, Cancellation);
    }

    /// <summary>The types of a task's events.</summary>
    public async Task<List<string>> EventsAsync(TaskId id)
    {
        var types = new List<string>();
        await foreach (var record in Log.ReadStreamAsync(id.Stream, cancellationToken: Cancellation))
        {
            types.Add(record.Type);
        }

        return types;
    }

    private Role? TokenOf(string subject) => Revoked.Contains(subject) ? null : Role.Expert;

    public static string CodeOf(TaskOutcome outcome) => outcome.ShouldBeOfType<TaskOutcome.Refused>().Problem.Code;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _grants.Dispose();
        _stopping.Dispose();
    }
}
