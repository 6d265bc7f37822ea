using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Tests.Review.Tasks;

/// <summary>Opinions are held against what came: the people's verdict once it took effect, or the execution.</summary>
public sealed class CalibrationTests
{
    private readonly Guid _review = Guid.CreateVersion7();
    private readonly Guid _proposal = Guid.CreateVersion7();

    [Fact]
    public async Task What_people_decide_settles_the_opinions_that_were_given_before()
    {
        await using var fixture = await WithOpinionsAsync();
        await SayAsync(fixture, ReviewEvents.Verdict, Verdict(VerdictKind.Reject));
        fixture.RecordOf("yes").Outcomes.ShouldBe(0, "it can still be taken back");
        await SayAsync(fixture, ReviewEvents.Delivered, """{"proposal":"00000000-0000-0000-0000-000000000001"}""");
        fixture.RecordOf("yes").ShouldSatisfyAllConditions(record => record.Outcomes.ShouldBe(1), record => record.Right.ShouldBe(0), record => record.Calibration.ShouldBeLessThan(0.75));
        fixture.RecordOf("no").ShouldSatisfyAllConditions(record => record.Outcomes.ShouldBe(1), record => record.Right.ShouldBe(1), record => record.Calibration.ShouldBeGreaterThan(0.75));
        fixture.RecordOf("abstains").Outcomes.ShouldBe(0);
    }

    [Fact]
    public async Task A_verdict_that_was_taken_back_counts_for_nothing()
    {
        await using var fixture = await WithOpinionsAsync();
        await SayAsync(fixture, ReviewEvents.Verdict, Verdict(VerdictKind.Reject));
        await SayAsync(fixture, ReviewEvents.Undone, "{}");
        await SayAsync(fixture, ReviewEvents.Verdict, Verdict(VerdictKind.Approve));
        await SayAsync(fixture, ReviewEvents.Delivered, """{"proposal":"00000000-0000-0000-0000-000000000001"}""");
        fixture.RecordOf("yes").Right.ShouldBe(1);
        fixture.RecordOf("no").Right.ShouldBe(0);
    }

    [Fact]
    public async Task An_experts_own_verdict_proves_no_expert_right_and_the_execution_does_a_little()
    {
        await using var fixture = await WithOpinionsAsync();
        await SayAsync(fixture, ReviewEvents.Verdict, Verdict(VerdictKind.Approve, "expert"));
        await SayAsync(fixture, ReviewEvents.Delivered, """{"proposal":"00000000-0000-0000-0000-000000000001"}""");
        fixture.RecordOf("yes").Outcomes.ShouldBe(0);
        await AppendAsync(fixture, new ProposalId(_proposal).Stream, GateEvents.Executed, """{"outcome":"executing"}""");
        fixture.RecordOf("yes").Outcomes.ShouldBe(0);
        await AppendAsync(fixture, new ProposalId(_proposal).Stream, GateEvents.Executed, """{"outcome":"failed"}""");
        var record = fixture.RecordOf("yes");
        record.Outcomes.ShouldBe(1);
        record.Right.ShouldBe(0);
        record.Judged.ShouldBe(0.5);
    }

    [Fact]
    public async Task A_review_that_ran_out_says_nothing_about_who_was_right()
    {
        await using var fixture = await WithOpinionsAsync();
        await SayAsync(fixture, ReviewEvents.Expired, """{"why":"late"}""");
        await AppendAsync(fixture, new ProposalId(_proposal).Stream, GateEvents.Executed, """{"outcome":"done"}""");
        fixture.RecordOf("yes").Outcomes.ShouldBe(0);
    }

    [Fact]
    public async Task A_snapshot_keeps_records_open_opinions_and_tasks()
    {
        await using var fixture = await WithOpinionsAsync();
        await fixture.AskAsync(capabilities: ["nobody-has-it"]);
        await fixture.CatchUpAsync();
        var fold = new TaskBoardFold();
        var json = fixture.Board.Read((board, _) => Written(fold, board));
        var read = fold.Read(json);
        Written(fold, read).ShouldBe(json);
        read.OpenCount.ShouldBe(1);
        read.RecordOf("yes").Results.ShouldBe(1);
        var roster = new ExpertRosterFold();
        var experts = fixture.Roster.Read((state, _) => Written(roster, state));
        Written(roster, roster.Read(experts)).ShouldBe(experts);
    }

    private static byte[] Written<T>(IFold<T> fold, T state)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            fold.Write(writer, state);
        }

        return stream.ToArray();
    }

    private async Task<TaskFixture> WithOpinionsAsync()
    {
        var fixture = new TaskFixture();
        foreach (var (expert, verdict) in new[] { ("yes", OpinionVerdict.Approve), ("no", OpinionVerdict.Reject), ("abstains", OpinionVerdict.Abstain) })
        {
            await fixture.RegisterAsync(expert);
            var id = await fixture.AskAsync(to: expert, review: _review, proposal: _proposal);
            await fixture.LookAsync();
            await fixture.ClaimAsync(id, expert);
            (await fixture.JudgeAsync(id, expert, verdict, 0.9)).ShouldBeOfType<TaskOutcome.Changed>();
        }

        return fixture;
    }

    private static string Verdict(VerdictKind kind, string via = "desk") =>
        $$"""{"verdict":"{{kind}}","by":"ann","at":"2026-11-21T03:30:00+00:00","reason":"because","via":"{{via}}"}""";

    private Task SayAsync(TaskFixture fixture, string type, string payload) => AppendAsync(fixture, new ReviewId(_review).Stream, type, payload);

    private static async Task AppendAsync(TaskFixture fixture, StreamId stream, string type, string payload)
    {
        await fixture.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = stream,
                Id = EventId.New(fixture.Clock),
                Type = type,
                At = fixture.Clock.GetUtcNow(),
                Actor = new Actor(ActorKind.User, "ann"),
                Payload = System.Text.Encoding.UTF8.GetBytes(payload),
            }),
            TaskFixture.Cancellation);
        await fixture.CatchUpAsync();
    }
}
