using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;
using Pharos.Review.Definitions;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review.Definitions;

/// <summary>The gate with the shipped policies, people behind it, and a book of definitions.</summary>
internal sealed class DefinitionFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;
    private readonly WaitingCalls _calls = new(100);

    public DefinitionFixture(TimeSpan undo = default, IEventLog? log = null, ManualClock? clock = null)
    {
        Clock = clock ?? new ManualClock();
        Log = log ?? new InMemoryEventLog();
        var options = new ReviewOptions { UndoWindow = undo };
        Queue = new Projection<ReviewQueue>(Log, new ReviewQueueFold(), new NoSnapshots(), Clock);
        Book = new DefinitionBook(new Projection<KnownDefinitions>(Log, new KnownDefinitionsFold(), new NoSnapshots(), Clock), Log, IsRegisteredBy, undo, Clock);
        var grants = GrantBook.Unread(Log, IsRegisteredBy, undo, Clock);
        Desk = new ReviewDesk(Log, grants, IsRegisteredBy, Clock);
        Intake = new ReviewIntake(Queue, options, new QuestionKeys(new byte[32]), new GrantKeys(new byte[32]), Log, Clock);
        var gate = ShippedGate.Make(Clock, Book);
        var admission = new ProposalIntake(Clock, () => new WorkspaceDirectory([new WorkspaceOptions("/workspace")], "/root"), _ => new AgentHost("/home/dev", "dev"), new AgentHost("/root", "root"));
        Decisions = new ReviewedDecisions(new DecisionPipeline(gate, Log, admission, Clock, new byte[32], null, Intake), Desk, Log, _calls, options, Clock);
        _following = Task.WhenAll(Queue.RunAsync(_stopping.Token), Book.Known.RunAsync(_stopping.Token));
        _grants = grants;
    }

    private readonly GrantBook _grants;

    public ManualClock Clock { get; }

    public IEventLog Log { get; }

    public Projection<ReviewQueue> Queue { get; }

    public DefinitionBook Book { get; }

    public ReviewDesk Desk { get; }

    public ReviewIntake Intake { get; }

    public ReviewedDecisions Decisions { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool IsRegisteredBy(string subject, string issuer) => subject == "puppet" && issuer == "claude-1";

    /// <summary>Shows a tool's description to an agent.</summary>
    public Task<Answer> ShowAsync(string description, string agent = "claude-1", string tool = "mcp__calc__sum") =>
        AskAsync(ProposalKind.ToolDefinition, tool, RegoObject.Of(("name", RegoString.Of("sum")), ("description", RegoString.Of(description))), agent);

    /// <summary>Calls a tool that nobody reviewed.</summary>
    public Task<Answer> CallAsync(string agent = "claude-1", string tool = "mcp__calc__sum") => AskAsync(ProposalKind.ToolCall, tool, RegoObject.Of(("a", RegoNumber.Of(1))), agent);

    public async Task<Answer> AskAsync(ProposalKind kind, string tool, RegoObject input, string agent)
    {
        var request = new ProposalRequest { Kind = kind, Tool = tool, Input = input, Workspace = "/workspace" };
        var answer = (await Decisions.DecideAsync(request, new Caller(agent, Role.Agent), TimeSpan.Zero, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;
        await Book.FollowAsync(Cancellation);
        return answer;
    }

    public async Task JudgeAsync(ReviewId id, VerdictKind verdict)
    {
        (await Desk.JudgeAsync(id, ReviewFixture.Ann, new Judgement(verdict) { Reason = "because" }, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>();
        await Book.FollowAsync(Cancellation);
    }

    public async Task<List<EventRecord>> RecordedAsync(string type)
    {
        var records = new List<EventRecord>();
        await foreach (var record in Log.ReadAllAsync(Position.Start, Cancellation))
        {
            if (record.Type == type)
            {
                records.Add(record);
            }
        }

        return records;
    }

    public DefinitionEntry Entry() => Book.Known.Read((state, _) => state.All.ShouldHaveSingleItem());

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _calls.Dispose();
        Intake.Dispose();
        _grants.Dispose();
        _stopping.Dispose();
        await Log.DisposeAsync();
    }
}
