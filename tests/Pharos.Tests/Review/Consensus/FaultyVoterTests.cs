using Pharos.Events;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Consensus;

/// <summary>Panels of 3f+1 experts of whom f lie, stay silent, say different things or take another's seat, in every order; each failure names its seed.</summary>
public sealed class FaultyVoterTests
{
    private const int Rounds = 400;
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Faulty_experts_never_approve_what_most_honest_ones_would_not(int seed, bool rejects)
    {
        var approved = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var chance = new Random((seed * 100_000) + round);
            await using var walk = new Walk(chance, rejects);
            var conclusion = await walk.RunAsync();
            var say = $"seed {seed}, round {round}: {walk}";
            switch (conclusion?.Outcome)
            {
                case PanelOutcome.Approved:
                    approved++;
                    (2 * walk.HonestApprovals).ShouldBeGreaterThan(walk.Honest, say);
                    conclusion.By.Distinct().Count().ShouldBe(conclusion.By.Count, say);
                    conclusion.By.Count.ShouldBeGreaterThanOrEqualTo(walk.Need, say);
                    break;
                case PanelOutcome.Rejected:
                    walk.HonestRejections.ShouldBeGreaterThan(0, say);
                    break;
            }

            if (walk.HonestApprovals == walk.Honest && !walk.IsWeighted)
            {
                conclusion?.Outcome.ShouldBe(PanelOutcome.Approved, say);
            }
        }

        approved.ShouldBeGreaterThan(Rounds / 20, $"seed {seed}: the walk must also meet approvals");
    }

    private enum Fault
    {
        AlwaysApproves,
        AlwaysRejects,
        Silent,
        Equivocates,
        VotesTwice,
        TakesSeats,
    }

    private sealed class Walk : IAsyncDisposable
    {
        private readonly Random _chance;
        private readonly InMemoryEventLog _log = new();
        private readonly OpinionVerdict[] _honest;
        private readonly Fault[] _faulty;
        private PanelItem _item;

        public Walk(Random chance, bool rejects)
        {
            _chance = chance;
            var faulty = chance.Next(1, 5);
            var experts = (3 * faulty) + 1;
            var leaning = chance.NextDouble();
            IsWeighted = chance.Next(2) == 0;
            _honest = [.. Enumerable.Range(0, experts - faulty).Select(_ => chance.NextDouble() < leaning ? OpinionVerdict.Approve : chance.Next(2) == 0 ? OpinionVerdict.Reject : OpinionVerdict.Abstain)];
            if (chance.Next(5) == 0)
            {
                Array.Fill(_honest, OpinionVerdict.Approve);
            }

            _faulty = [.. Enumerable.Range(0, faulty).Select(_ => (Fault)chance.Next(6))];
            _item = new PanelItem
            {
                Request = new PanelRequest
                {
                    Review = Guid.CreateVersion7(At),
                    Proposal = Guid.CreateVersion7(At),
                    Agent = "claude-1",
                    Workspace = "/srv",
                    Rule = "*",
                    Risk = ReviewRisk.Low,
                    Need = QuorumSize.Smallest(experts, faulty),
                    Faulty = faulty,
                    Different = 1,
                    Confidence = 0.7,
                    OnRejection = rejects ? RejectionAction.Reject : RejectionAction.People,
                    Deadline = At,
                    Seats = [.. Enumerable.Range(0, experts).Select(_ => new PanelSeat(Guid.CreateVersion7(At), "security"))],
                },
                OpenedAt = At,
                Version = 1,
            };
        }

        public ValueTask DisposeAsync() => _log.DisposeAsync();

        public bool IsWeighted { get; }

        public int Need => _item.Request.Need;

        public int Honest => _honest.Length;

        public int HonestApprovals => _honest.Count(verdict => verdict == OpinionVerdict.Approve);

        public int HonestRejections => _honest.Count(verdict => verdict == OpinionVerdict.Reject);

        public async Task<PanelConclusion?> RunAsync()
        {
            var acts = new List<Func<PanelStep?>>();
            for (var seat = 0; seat < _item.Request.Seats.Count; seat++)
            {
                acts.AddRange(seat < Honest ? [HonestAct(seat)] : FaultyActs(seat));
            }

            var order = acts.ToArray();
            _chance.Shuffle(order);
            foreach (var act in order)
            {
                if (act() is PanelStep.Record step)
                {
                    await ApplyAsync(step);
                }

                if (PanelStanding.Of(_item) is { } conclusion)
                {
                    return conclusion;
                }
            }

            return null;
        }

        public override string ToString() =>
            $"{_item.Request.Seats.Count} experts, {Need} needed; honest {string.Join(',', _honest)}; faulty {string.Join(',', _faulty)}; votes {string.Join(',', _item.Votes.Select(vote => $"{vote.Expert}:{vote.Verdict}:{vote.Weight}"))}";

        private Func<PanelStep?> HonestAct(int seat) => () => Cast(seat, $"e{seat}", _honest[seat], IsWeighted ? Math.Round(_chance.NextDouble(), 3) : 1);

        private IEnumerable<Func<PanelStep?>> FaultyActs(int seat) => _faulty[seat - Honest] switch
        {
            Fault.AlwaysApproves => [() => Cast(seat, $"e{seat}", OpinionVerdict.Approve, 1)],
            Fault.AlwaysRejects => [() => Cast(seat, $"e{seat}", OpinionVerdict.Reject, 1)],
            Fault.Equivocates => [() => Cast(seat, $"e{seat}", OpinionVerdict.Approve, 1), () => PanelSteps.Repeat(_item, $"e{seat}", OpinionVerdict.Reject, At)],
            Fault.VotesTwice => [() => Cast(seat, $"e{seat}", OpinionVerdict.Approve, 1), () => Cast(seat, $"e{seat}", OpinionVerdict.Approve, 1), () => PanelSteps.Repeat(_item, $"e{seat}", OpinionVerdict.Approve, At)],

            // The task desk lets nobody finish another's task; even if it did, each expert has one vote.
            Fault.TakesSeats => [.. Enumerable.Range(Honest, _faulty.Length).Select(taken => (Func<PanelStep?>)(() => Cast(taken, $"e{seat}", OpinionVerdict.Approve, 1)))],
            _ => [() => PanelSteps.Miss(_item, _item.Request.Seats[seat].Task, "silent")],
        };

        private PanelStep Cast(int seat, string expert, OpinionVerdict verdict, double weight) =>
            PanelSteps.Cast(_item, _item.Request.Seats[seat].Task, expert, new TaskOpinion(verdict, 0.7 + (0.3 * _chance.NextDouble()), "because"), weight, isOwn: false, At);

        private async Task ApplyAsync(PanelStep.Record step)
        {
            await _log.AppendAsync(AppendBatch.Of(new NewEvent { Stream = _item.Id.Stream, Id = EventId.New(TimeProvider.System), Type = step.Type, At = At, Actor = new Actor(ActorKind.System, "test"), Payload = step.Payload }));
            var head = await _log.GetAsync(await _log.HeadAsync());
            _item = PanelItemFold.Apply(_item, head!)!;
        }
    }
}
