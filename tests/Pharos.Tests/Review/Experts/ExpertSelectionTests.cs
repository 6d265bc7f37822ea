using Pharos.Agents;
using Pharos.Review.Experts;
using Pharos.Tests.Review.Tasks;

namespace Pharos.Tests.Review.Experts;

public sealed class ExpertSelectionTests
{
    private static readonly ExpertSelection Selection = new(7, TaskFixture.IsRegisteredBy);
    private static readonly ExpertNeed Work = new() { Kind = TaskKinds.Work }, Judge = new() { Kind = TaskKinds.Judge };

    [Fact]
    public void The_first_registered_does_not_win_for_ever()
    {
        var candidates = Enumerable.Range(0, 4).Select(i => Candidate($"expert-{i}")).ToList();
        var shares = Shares(candidates, Work);
        shares.Count.ShouldBe(4);
        shares.Values.ShouldAllBe(share => share > 0.15 && share < 0.35);
    }

    [Fact]
    public void Who_does_what_it_takes_gets_most_and_who_fails_little()
    {
        var good = Candidate("good", record: Many(TrackRecord.Empty, 40, record => record.AfterResult(true, TimeSpan.FromSeconds(20))));
        var bad = Candidate("bad", record: Many(TrackRecord.Empty, 40, record => record.AfterLoss()));
        Shares([good, bad], Work)["good"].ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void A_newcomer_gets_its_chance_beside_one_that_is_well_known()
    {
        var known = Candidate("known", record: Many(TrackRecord.Empty, 40, record => record.AfterResult(true, TimeSpan.FromSeconds(60))));
        var share = Shares([known, Candidate("new")], Work).GetValueOrDefault("new");
        share.ShouldBeInRange(0.0, 0.5);
        var fair = Candidate("fair", record: Many(Many(TrackRecord.Empty, 10, record => record.AfterLoss()), 20, record => record.AfterResult(true, TimeSpan.FromSeconds(60))));
        Shares([fair, Candidate("new")], Work)["new"].ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public void A_fast_liar_is_not_preferred_for_judgements()
    {
        var liar = Candidate("liar", record: Many(TrackRecord.Empty, 30, record => record.AfterResult(true, TimeSpan.FromSeconds(1)).AfterOutcome(isApproved: true, 1, wasRight: false, 1)));
        var sage = Candidate("sage", record: Many(TrackRecord.Empty, 30, record => record.AfterResult(true, TimeSpan.FromMinutes(5)).AfterOutcome(isApproved: false, 0.9, wasRight: false, 1)));
        Shares([liar, sage], Judge)["sage"].ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Equal_experts_share_by_their_free_hands()
    {
        var choice = new ExpertPool(Selection, [Candidate("full", load: 3), Candidate("free")]).Choose(Guid.CreateVersion7(), Work);
        var scores = choice.Choice!.Next.Append(choice.Choice.Score).ToDictionary(score => score.Expert);
        scores["free"].Room.ShouldBe(1);
        scores["full"].Room.ShouldBe(0.25);
        Shares([Candidate("full", load: 3), Candidate("free")], Work)["free"].ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public void The_cheaper_of_two_equals_gets_more()
    {
        Shares([Candidate("dear", cost: 10), Candidate("cheap", cost: 1)], Work)["cheap"].ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void The_same_task_is_chosen_for_the_same_way_on_every_node_and_in_any_order()
    {
        var candidates = Enumerable.Range(0, 5).Select(i => Candidate($"expert-{i}")).ToList();
        for (var i = 0; i < 50; i++)
        {
            var task = Guid.CreateVersion7();
            var one = new ExpertPool(Selection, candidates).Choose(task, Work).Choice!.Score;
            new ExpertPool(new ExpertSelection(7, TaskFixture.IsRegisteredBy), Enumerable.Reverse(candidates)).Choose(task, Work).Choice!.Score.ShouldBe(one);
        }
    }

    [Fact]
    public void Who_lost_a_task_gets_it_again_only_when_nobody_else_is_there()
    {
        var need = Work with { Tried = ["mortal"] };
        Shares([Candidate("mortal"), Candidate("heir")], need).ShouldBe(new Dictionary<string, double> { ["heir"] = 1 });
        Shares([Candidate("mortal")], need).ShouldBe(new Dictionary<string, double> { ["mortal"] = 1 });
    }

    [Theory]
    [InlineData("/srv/app", "/srv/app", true)]
    [InlineData("/srv/app", "/srv/app/sub", true)]
    [InlineData("/srv/app", "/srv/application", false)]
    [InlineData("/srv/app", "/srv", false)]
    [InlineData("/", "/anything", true)]
    [InlineData("/srv/app", null, true)]
    public void An_expert_works_in_its_workspaces_and_below_them(string root, string? workspace, bool works) =>
        new ExpertProfile { Kinds = ["work"], Workspaces = [root] }.WorksIn(workspace).ShouldBe(works);

    [Fact]
    public void Every_reason_for_which_nobody_can_is_said()
    {
        var candidates = new[]
        {
            Candidate("claude-1"), Candidate("puppet"), Candidate("busy", load: 4), Candidate("lost", change: expert => expert with { IsLost = true }),
            Candidate("rogue", change: expert => expert with { SuspendedBy = "ann" }),
        };
        var need = Judge with { About = ["claude-1"] };
        new ExpertPool(Selection, candidates).Choose(Guid.CreateVersion7(), need).Nobody.ShouldBe("Those who take kind judge may not, because it is their own matter, or are suspended, or are away, or are busy.");
        new ExpertPool(Selection, candidates).Choose(Guid.CreateVersion7(), need with { To = "ghost" }).Nobody.ShouldBe("ghost is not registered as an expert.");
        new ExpertPool(Selection, []).Choose(Guid.CreateVersion7(), need with { Kind = "paint" }).Nobody.ShouldBe("No registered expert takes tasks of kind paint.");
    }

    private static Dictionary<string, double> Shares(IReadOnlyList<ExpertCandidate> candidates, ExpertNeed need)
    {
        const int Draws = 1000;
        var random = new Random(3);
        var bytes = new byte[16];
        return Enumerable.Range(0, Draws).Select(_ =>
        {
            random.NextBytes(bytes);
            return new ExpertPool(Selection, candidates).Choose(new Guid(bytes), need).Choice!.Score.Expert;
        }).CountBy(name => name).ToDictionary(entry => entry.Key, entry => entry.Value / (double)Draws);
    }

    private static TrackRecord Many(TrackRecord record, int times, Func<TrackRecord, TrackRecord> then)
    {
        for (var i = 0; i < times; i++)
        {
            record = then(record);
        }

        return record;
    }

    private static ExpertCandidate Candidate(string id, TrackRecord? record = null, int load = 0, double cost = 0, Func<Expert, Expert>? change = null)
    {
        var expert = new Expert
        {
            Id = id,
            Role = Role.Expert,
            Profile = new ExpertProfile { Kinds = ["judge", "work"], Cost = cost },
            Generation = 1,
            RegisteredAt = default,
            LastSeen = default,
            Version = 1,
        };
        return new ExpertCandidate(change?.Invoke(expert) ?? expert, record ?? TrackRecord.Empty, load);
    }
}
