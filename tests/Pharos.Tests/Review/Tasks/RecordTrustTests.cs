using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

/// <summary>What agents hand each other and report of themselves chooses no judge, keeps none away, and makes no vote weigh more or less.</summary>
public sealed class RecordTrustTests : IAsyncLifetime
{
    private readonly TaskFixture _fixture = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Easy_work_for_a_friend_makes_nobody_a_better_judge()
    {
        await _fixture.RegisterAsync("puppet-1");
        for (var i = 0; i < 40; i++)
        {
            var id = await _fixture.AskAsync("friend", to: "puppet-1");
            await _fixture.SettleAsync();
            await _fixture.ClaimAsync(id, "puppet-1");
            (await _fixture.FinishAsync(id, "puppet-1")).ShouldBeOfType<TaskOutcome.Changed>();
        }

        await _fixture.RegisterAsync("honest");
        await _fixture.CatchUpAsync();
        var (farmed, fresh) = (await LookAsync("puppet-1"), await LookAsync("honest"));
        ExpertSelection.Score(farmed, isJudgement: true).ShouldBe(ExpertSelection.Score(fresh, isJudgement: true) with { Expert = "puppet-1" });
        ExpertSelection.Score(farmed, isJudgement: false).Total.ShouldBeGreaterThan(ExpertSelection.Score(fresh, isJudgement: false).Total);
    }

    [Fact]
    public async Task Work_that_is_heaped_on_a_judge_does_not_keep_it_from_judging()
    {
        await _fixture.RegisterAsync("judge-1", capacity: 2);
        for (var i = 0; i < 3; i++)
        {
            await _fixture.AskAsync("mallory", to: "judge-1", priority: TaskPriority.High);
        }

        var opinion = await _fixture.AskAsync("consensus", review: Guid.NewGuid());
        await _fixture.SettleAsync();
        (await _fixture.FindAsync(opinion)).Holder.ShouldBe("judge-1");
    }

    [Fact]
    public async Task A_time_that_nobody_could_keep_is_no_stain_and_one_that_was_taken_on_is()
    {
        await _fixture.RegisterAsync("victim", capacity: 10);
        var taken = default(TaskId);
        for (var i = 0; i < 5; i++)
        {
            var request = new TaskRequest { Kind = TaskKinds.Work, Summary = "at once", AskedBy = "mallory", To = "victim", Deadline = _fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(1) };
            taken = (await _fixture.Desk.CreateAsync(request, new Actor(ActorKind.Agent, "mallory"), TaskFixture.Cancellation)).ShouldBeOfType<TaskOutcome.Changed>().Item.TaskId;
        }

        await _fixture.SettleAsync();
        await _fixture.ClaimAsync(taken, "victim");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await _fixture.SettleAsync();
        await _fixture.CatchUpAsync();
        _fixture.RecordOf("victim").Failed.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_agent_says_of_its_own_execution_takes_no_vote_away()
    {
        await _fixture.RegisterAsync("honest");
        for (var i = 0; i < 20; i++)
        {
            var (review, proposal) = await ApprovedAsync("honest");
            await SayAsync(new ReviewId(review).Stream, ReviewEvents.Verdict, """{"verdict":"Approve","by":"honest","at":"2026-11-21T03:30:00+00:00","via":"expert"}""");
            await SayAsync(new ReviewId(review).Stream, ReviewEvents.Delivered, $$"""{"proposal":"{{proposal}}"}""");
            await SayAsync(new ProposalId(proposal).Stream, GateEvents.Executed, """{"outcome":"failed"}""");
        }

        _fixture.RecordOf("honest").Outcomes.ShouldBe(20, "it is shown");
        VoteWeight.Of(_fixture.Board.Read((board, _) => board.JudgingOf("honest"))).ShouldBe(1);
    }

    [Fact]
    public async Task A_report_before_the_verdict_does_not_save_a_friend_from_what_people_say()
    {
        await _fixture.RegisterAsync("friend");
        var (review, proposal) = await ApprovedAsync("friend");
        await SayAsync(new ProposalId(proposal).Stream, GateEvents.Executed, """{"outcome":"done"}""");
        await SayAsync(new ReviewId(review).Stream, ReviewEvents.Verdict, """{"verdict":"Reject","by":"ann","at":"2026-11-21T03:30:00+00:00","reason":"no","via":"desk"}""");
        await SayAsync(new ReviewId(review).Stream, ReviewEvents.Delivered, $$"""{"proposal":"{{proposal}}"}""");
        _fixture.RecordOf("friend").ShouldSatisfyAllConditions(record => record.Outcomes.ShouldBe(1), record => record.Right.ShouldBe(0));
    }

    private async Task<(Guid Review, Guid Proposal)> ApprovedAsync(string expert)
    {
        var (review, proposal) = (Guid.NewGuid(), Guid.NewGuid());
        var id = await _fixture.AskAsync("consensus", to: expert, review: review, proposal: proposal);
        await _fixture.SettleAsync();
        await _fixture.ClaimAsync(id, expert);
        (await _fixture.JudgeAsync(id, expert, OpinionVerdict.Approve, 0.95)).ShouldBeOfType<TaskOutcome.Changed>();
        return (review, proposal);
    }

    private async Task<ExpertCandidate> LookAsync(string name)
    {
        var expert = (await _fixture.Experts.FindAsync(new ExpertId(name), TaskFixture.Cancellation)).ShouldNotBeNull();
        return _fixture.Board.Read((board, _) => board.Look(expert));
    }

    private async Task SayAsync(StreamId stream, string type, string payload)
    {
        var record = new NewEvent
        {
            Stream = stream,
            Id = EventId.New(_fixture.Clock),
            Type = type,
            At = _fixture.Clock.GetUtcNow(),
            Actor = new Actor(ActorKind.User, "ann"),
            Payload = System.Text.Encoding.UTF8.GetBytes(payload),
        };
        await _fixture.Log.AppendAsync(AppendBatch.Of(record), TaskFixture.Cancellation);
        await _fixture.CatchUpAsync();
    }
}
