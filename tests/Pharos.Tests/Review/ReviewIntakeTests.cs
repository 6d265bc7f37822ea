using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

public sealed class ReviewIntakeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Equal_questions_at_once_open_one_review()
    {
        await using var fixture = new ReviewFixture();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => fixture.AskAsync(), Cancellation)));
        answers.Select(answer => answer.Review).Distinct().Count().ShouldBe(1);
        (await fixture.Desk.FindAsync(answers[0].Review!.Value, Cancellation))!.Joined.Count.ShouldBe(49);
    }

    [Fact]
    public async Task Everybody_who_joined_gets_the_verdict()
    {
        await using var fixture = new ReviewFixture();
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var id = (await fixture.AskAsync(operation: one)).Review!.Value;
        await fixture.AskAsync(operation: two);
        await fixture.JudgeAsync(id);
        (await fixture.AskAsync(operation: one)).Decision.ShouldBe(Decision.Allow);
        (await fixture.AskAsync(operation: two)).Decision.ShouldBe(Decision.Allow);
    }

    [Fact]
    public async Task Another_agents_equal_proposal_is_another_question()
    {
        await using var fixture = new ReviewFixture();
        var one = await fixture.AskAsync();
        (await fixture.AskAsync(agent: "claude-2")).Review.ShouldNotBe(one.Review);
    }

    [Fact]
    public async Task Two_equal_retries_at_once_use_an_approval_up_only_once()
    {
        await using var fixture = new ReviewFixture();
        await fixture.JudgeAsync((await fixture.AskAsync()).Review!.Value);
        await fixture.CatchUpAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => fixture.AskAsync(), Cancellation)));
        answers.Count(answer => answer.Decision == Decision.Allow).ShouldBe(1);
    }

    [Fact]
    public async Task An_approval_that_nobody_fetched_serves_ten_minutes()
    {
        await using var fixture = new ReviewFixture();
        await fixture.JudgeAsync((await fixture.AskAsync()).Review!.Value);
        await fixture.CatchUpAsync();
        fixture.Clock.Advance(ReviewOptions.TicketLifetime);
        (await fixture.AskAsync()).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task An_approval_under_other_policies_serves_nothing()
    {
        await using var fixture = new ReviewFixture();
        await fixture.JudgeAsync((await fixture.AskAsync()).Review!.Value);
        await fixture.CatchUpAsync();
        fixture.Gate.Library.Activate(new Pharos.Policies.PolicySources([new Pharos.Rego.RegoModule("other.rego", "package pharos.gate\n\nother := 1")], Pharos.Rego.Values.RegoObject.Empty));
        (await fixture.AskAsync()).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task Other_words_for_the_same_command_are_the_same_question()
    {
        await using var fixture = new ReviewFixture();
        var first = await AskAsync("list the deployment");
        (await AskAsync("deploy it")).Review.ShouldBe(first.Review);

        async Task<Answer> AskAsync(string description)
        {
            var input = Pharos.Rego.Values.RegoObject.Of(("command", Pharos.Rego.Values.RegoString.Of("deploy")), ("description", Pharos.Rego.Values.RegoString.Of(description)));
            var outcome = await fixture.Decisions.DecideAsync(GateFixture.Bash("deploy") with { Input = input }, GateFixture.Agent, TimeSpan.Zero, Cancellation);
            return outcome.ShouldBeOfType<Pharos.Gate.PipelineOutcome.Answered>().Answer;
        }
    }

    [Fact]
    public async Task An_agent_cannot_flood_the_queue()
    {
        await using var fixture = new ReviewFixture(new ReviewOptions { OpenPerAgent = 3 });
        for (var i = 0; i < 3; i++)
        {
            (await fixture.AskAsync($"deploy {i}")).State.ShouldBe("waiting");
        }

        var refused = await fixture.AskAsync("deploy more");
        (refused.Decision, refused.Rule).ShouldBe((Decision.Deny, "review.flood"));
        (await fixture.AskAsync("deploy more", agent: "claude-2")).State.ShouldBe("waiting");
    }

    [Fact]
    public async Task The_record_of_a_question_holds_no_secret()
    {
        await using var fixture = new ReviewFixture();
        var id = (await fixture.AskAsync("deploy --password=hunter2hunter2")).Review!.Value;
        (await fixture.Desk.FindAsync(id, Cancellation))!.Request.Summary.ShouldNotContain("hunter2hunter2");
    }
}
