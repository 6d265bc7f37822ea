using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationLimitTests
{
    [Fact]
    public async Task The_eleventh_question_within_a_minute_is_refused_and_says_when_to_come_back()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions());
        for (var i = 0; i < 10; i++)
        {
            (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Refused>();
        (refused.Problem.Code, refused.Problem.Status, refused.RetryAfter).ShouldBe(("elicitation.rate", 429, TimeSpan.FromSeconds(50)));
        (await fixture.TryAskAsync(by: ElicitationFixture.Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
        fixture.Clock.Advance(TimeSpan.FromSeconds(50));
        (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task The_twenty_first_answer_within_a_minute_is_refused_also_when_none_was_taken()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions());
        var item = await fixture.AskAsync(timeout: TimeSpan.FromHours(1));
        for (var i = 0; i < 20; i++)
        {
            ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, "{}", nonce: "guess")).ShouldBe("elicitation.nonce");
        }

        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBe("elicitation.rate");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        (await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task What_was_asked_at_one_node_counts_at_the_other_and_after_a_restart()
    {
        await using var log = new InMemoryEventLog();
        await using var one = new ElicitationFixture(new ElicitationOptions(), log);
        for (var i = 0; i < 10; i++)
        {
            await one.AskAsync();
        }

        await using var two = new ElicitationFixture(new ElicitationOptions(), log, one.Clock);
        await two.CatchUpAsync();
        ElicitationFixture.CodeOf(await two.TryAskAsync()).ShouldBe("elicitation.rate");
    }

    [Fact]
    public async Task So_many_questions_wait_for_one_and_no_more()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions { PendingPerAnswerer = 2 });
        var first = await fixture.AskAsync();
        (await fixture.TryAskAsync(by: Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
        await fixture.CatchUpAsync();
        ElicitationFixture.CodeOf(await fixture.TryAskAsync()).ShouldBe("elicitation.flood");
        (await fixture.TryAskAsync(to: "another")).ShouldBeOfType<ElicitationOutcome.Changed>();
        await fixture.AnswerAsync(first, """{"branch":"main"}""");
        await fixture.CatchUpAsync();
        (await fixture.TryAskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task One_asker_leaves_the_others_three_quarters_of_the_places()
    {
        await using var fixture = new ElicitationFixture(new ElicitationOptions { PendingPerAnswerer = 8 });
        await fixture.AskAsync();
        await fixture.AskAsync();
        await fixture.CatchUpAsync();
        ElicitationFixture.CodeOf(await fixture.TryAskAsync()).ShouldBe("elicitation.flood");
        (await fixture.TryAskAsync(by: Other)).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    private static readonly Caller Other = new("other", Role.Agent);
}
