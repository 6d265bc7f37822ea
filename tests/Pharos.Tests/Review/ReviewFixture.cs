using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

/// <summary>The gate with people behind it, on a log in memory and a clock that a test moves. Nothing is allowed, so everything is reviewed.</summary>
internal sealed class ReviewFixture : IAsyncDisposable
{
    public static readonly Caller Ann = new("ann", Role.Reviewer), Ben = new("ben", Role.Reviewer), Admin = new("root", Role.Admin);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;

    private readonly WaitingCalls _calls;

    public ReviewFixture(ReviewOptions? options = null, IEventLog? log = null)
    {
        Options = options ?? new ReviewOptions();
        Gate = new GateFixture("package pharos.gate");
        Log = log ?? new InMemoryEventLog();
        Queue = new Projection<ReviewQueue>(Log, new ReviewQueueFold(), new NoSnapshots(), Clock);
        Grants = GrantBook.Unread(Log, IsRegisteredBy, Options.UndoWindow, Clock);
        Desk = new ReviewDesk(Log, Grants, IsRegisteredBy, Clock);
        Intake = new ReviewIntake(Queue, Options, new QuestionKeys(new byte[32]), new GrantKeys(new byte[32]), Log, Clock);
        _calls = new WaitingCalls(Options.WaitingCallsPerAgent);
        var admission = new ProposalIntake(Clock, () => Gate.Workspaces, _ => new AgentHost("/home/dev", "dev"), new AgentHost("/root", "root"));
        Decisions = new ReviewedDecisions(new DecisionPipeline(Gate.Gate, Log, admission, Clock, new byte[32], null, Intake), Desk, Log, _calls, Options, Clock);
        Keeper = new ReviewKeeper(Queue, Desk, Log, Clock);
        _following = Queue.RunAsync(_stopping.Token);
    }

    public ReviewOptions Options { get; }

    public GateFixture Gate { get; }

    public ManualClock Clock => Gate.Clock;

    public IEventLog Log { get; }

    public Projection<ReviewQueue> Queue { get; }

    public GrantBook Grants { get; }

    public ReviewDesk Desk { get; }

    public ReviewIntake Intake { get; }

    public ReviewedDecisions Decisions { get; }

    public ReviewKeeper Keeper { get; }

    private static bool IsRegisteredBy(string subject, string issuer) => subject == "puppet" && issuer == "claude-1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Proposes, and gives the answer of the moment.</summary>
    public async Task<Answer> AskAsync(string command = "deploy", Guid? operation = null, string agent = "claude-1") =>
        (await Decisions.DecideAsync(GateFixture.Bash(command, operation), new Caller(agent, Role.Agent), TimeSpan.Zero, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;

    /// <summary>Judges, and expects that it is recorded.</summary>
    public async Task<ReviewItem> JudgeAsync(ReviewId id, VerdictKind verdict = VerdictKind.Approve, string? reason = "because", Caller? by = null) =>
        (await Desk.JudgeAsync(id, by ?? Ann, new Judgement(verdict) { Reason = reason }, Cancellation)).ShouldBeOfType<ReviewOutcome.Changed>().Item;

    /// <summary>Waits until the queue has seen everything.</summary>
    public async Task CatchUpAsync() => await Queue.ReachedAsync(await Log.HeadAsync(Cancellation), Cancellation);

    public static string CodeOf(ReviewOutcome outcome) => outcome.ShouldBeOfType<ReviewOutcome.Refused>().Problem.Code;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _calls.Dispose();
        Intake.Dispose();
        Grants.Dispose();
        _stopping.Dispose();
        await Log.DisposeAsync();
    }
}
