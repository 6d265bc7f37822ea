using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;
using Pharos.Tests.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

/// <summary>Reviews, experts and panels on one log in memory and one clock. Everything claude-1 proposes is reviewed under one rule.</summary>
internal sealed class PanelFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;

    public PanelFixture(PanelRule rule, ReviewRisk risk = ReviewRisk.Low, int people = 1, IEventLog? log = null)
    {
        Reviews = new ReviewFixture(new ReviewOptions { Rules = [new ReviewRule("pharos.gate.*") { Risk = risk, People = people }] }, log);
        Tasks = new TaskFixture(Reviews.Log, Reviews.Clock);
        Board = new Projection<PanelBoard>(Log, new PanelBoardFold(), new NoSnapshots(), Clock);
        Options = new ConsensusOptions { Rules = [rule] };
        Desk = new PanelDesk(Log, new ProposalArchive(Log), Reviews.Desk, Tasks.Desk, Tasks.Board, Tasks.Experts, subject => !Revoked.Contains(subject), Clock);
        _following = Board.RunAsync(_stopping.Token);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ReviewFixture Reviews { get; }

    public TaskFixture Tasks { get; }

    public Projection<PanelBoard> Board { get; }

    public ConsensusOptions Options { get; }

    /// <summary>Who holds no token as expert any more.</summary>
    public HashSet<string> Revoked => Tasks.Revoked;

    public PanelDesk Desk { get; }

    public ManualClock Clock => Reviews.Clock;

    public IEventLog Log => Reviews.Log;

    /// <summary>Three of four, of any speciality.</summary>
    public static PanelRule ThreeOfFour { get; } = Rule(4, ["security", "operations"]);

    public static PanelRule Rule(int of, string[] specialities) => new("pharos.gate.*")
    {
        Specialities = specialities,
        Of = of,
        Faulty = QuorumSize.Tolerated(of),
        Need = QuorumSize.Smallest(of, QuorumSize.Tolerated(of)),
        Risk = ReviewRisk.High,
    };

    /// <summary>A keeper as it is after a start, or on another node.</summary>
    public PanelKeeper NewKeeper() => new(Log, Reviews.Queue, Board, Desk, Tasks.Board, Tasks.Desk, Options, Clock);

    public async Task LookAsync()
    {
        await Tasks.CatchUpAsync();
        await NewKeeper().LookAsync(Cancellation);
    }

    /// <summary>Registers experts <c>security-1</c>, <c>operations-2</c> and so on, one for each seat.</summary>
    public async Task RegisterAsync(int experts)
    {
        for (var seat = 0; seat < experts; seat++)
        {
            await Tasks.RegisterAsync(NameOf(seat), capabilities: [SpecialityOf(seat)]);
        }
    }

    public string NameOf(int seat) => $"{SpecialityOf(seat)}-{seat + 1}";

    public string SpecialityOf(int seat) => Options.Rules[0].Specialities[seat % Options.Rules[0].Specialities.Count];

    /// <summary>Proposes something; the panel about it.</summary>
    public async Task<PanelItem> AskAsync(string command = "deploy")
    {
        var answer = await Reviews.AskAsync(command);
        await LookAsync();
        await Tasks.SettleAsync();
        return await FindAsync(answer.Review!.Value.Value);
    }

    public async Task<PanelItem> FindAsync(Guid review) => (await Desk.FindAsync(new PanelId(review), Cancellation)).ShouldNotBeNull();

    public async Task<ReviewItem> ReviewAsync(PanelItem panel) => (await Reviews.Desk.FindAsync(new ReviewId(panel.Request.Review), Cancellation)).ShouldNotBeNull();

    /// <summary>The expert of a seat gives its opinion, and the panel counts it.</summary>
    public async Task<PanelItem> VoteAsync(PanelItem panel, int seat, OpinionVerdict verdict, double confidence = 0.9, string reason = "because")
    {
        var id = new TaskId(panel.Request.Seats[seat].Task);
        var holder = (await Tasks.FindAsync(id)).Holder.ShouldNotBeNull();
        await Tasks.ClaimAsync(id, holder);
        (await Tasks.JudgeAsync(id, holder, verdict, confidence, reason)).ShouldBeOfType<TaskOutcome.Changed>();
        await LookAsync();
        return await FindAsync(panel.Request.Review);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _stopping.Dispose();
        await Tasks.DisposeAsync();
        await Reviews.DisposeAsync();
    }
}
