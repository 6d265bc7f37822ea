using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationDeskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_answered_once_and_both_steps_are_events()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        var nonce = fixture.NonceOf(item);
        var answered = (await fixture.AnswerAsync(item, """{"branch":"main"}""")).ShouldBeOfType<ElicitationOutcome.Changed>().Item;
        (answered.Closed, answered.ClosedBy, answered.Content!.Value.GetProperty("branch").GetString()).ShouldBe((ElicitationState.Accepted, "planner", "main"));
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, """{"branch":"next"}""", nonce: nonce)).ShouldBe("elicitation.decided");
        (await fixture.TypesAsync(item)).ShouldBe([ElicitationEvents.Requested, ElicitationEvents.Accepted]);
    }

    [Fact]
    public async Task A_question_waits_thirty_seconds_unless_it_says_otherwise()
    {
        await using var fixture = new ElicitationFixture();
        (await fixture.AskAsync()).Question.ExpiresAt.ShouldBe(fixture.Clock.GetUtcNow() + TimeSpan.FromSeconds(30));
        (await fixture.AskAsync(timeout: TimeSpan.FromMinutes(5))).Question.ExpiresAt.ShouldBe(fixture.Clock.GetUtcNow() + TimeSpan.FromMinutes(5));
        ElicitationFixture.CodeOf(await fixture.TryAskAsync(timeout: TimeSpan.FromDays(2))).ShouldBe("elicitation.timeout");
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_refused_with_its_places_and_may_be_tried_again()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        var refused = (await fixture.AnswerAsync(item, """{"branch":"old","tries":0,"force":true}""")).ShouldBeOfType<ElicitationOutcome.Refused>();
        refused.Problem.Code.ShouldBe("elicitation.mismatch");
        refused.Errors.Select(error => error.Place).Order().ShouldBe(["(root)", "branch", "tries"]);
        (await fixture.TypesAsync(item)).ShouldBe([ElicitationEvents.Requested]);
        (await fixture.AnswerAsync(item, """{"branch":"next","tries":2}""")).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    [Fact]
    public async Task Only_the_one_asked_answers_and_only_with_the_nonce()
    {
        await using var fixture = new ElicitationFixture();
        var (item, other) = (await fixture.AskAsync(), await fixture.AskAsync());
        var nonce = fixture.NonceOf(item);
        const string Answer = """{"branch":"main"}""";
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, Answer, ElicitationFixture.Asker, nonce)).ShouldBe("elicitation.forbidden");
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, Answer, ElicitationFixture.Admin, nonce)).ShouldBe("elicitation.forbidden");
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, Answer, ElicitationFixture.Other, nonce)).ShouldBe("elicitation.unknown");
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, Answer, nonce: "guess")).ShouldBe("elicitation.nonce");
        ElicitationFixture.CodeOf(await fixture.AnswerAsync(item, Answer, nonce: fixture.NonceOf(other))).ShouldBe("elicitation.nonce");
        fixture.Desk.NonceFor(item, "builder").ShouldBeNull();
        fixture.Desk.NonceFor(item, "root").ShouldBeNull();
    }

    [Fact]
    public async Task Equal_questions_have_nonces_of_their_own()
    {
        await using var fixture = new ElicitationFixture();
        fixture.NonceOf(await fixture.AskAsync()).ShouldNotBe(fixture.NonceOf(await fixture.AskAsync()));
    }

    [Fact]
    public async Task Whoever_asked_may_take_it_back_and_nobody_who_is_neither()
    {
        await using var fixture = new ElicitationFixture();
        var (first, second) = (await fixture.AskAsync(), await fixture.AskAsync());
        ElicitationFixture.CodeOf(await fixture.Desk.CancelAsync(first.ElicitationId, ElicitationFixture.Other, null, null, Cancellation)).ShouldBe("elicitation.unknown");
        ElicitationFixture.CodeOf(await fixture.Desk.CancelAsync(first.ElicitationId, ElicitationFixture.Asked, null, null, Cancellation)).ShouldBe("elicitation.nonce");
        var taken = (await fixture.Desk.CancelAsync(first.ElicitationId, ElicitationFixture.Asker, null, "found it", Cancellation)).ShouldBeOfType<ElicitationOutcome.Changed>().Item;
        (taken.Closed, taken.ClosedBy, taken.Reason).ShouldBe((ElicitationState.Cancelled, "builder", "found it"));
        var away = await fixture.Desk.CancelAsync(second.ElicitationId, ElicitationFixture.Asked, fixture.NonceOf(second), null, Cancellation);
        away.ShouldBeOfType<ElicitationOutcome.Changed>().Item.ClosedBy.ShouldBe("planner");
    }

    [Fact]
    public async Task Declining_ends_it_without_an_answer()
    {
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync();
        ElicitationFixture.CodeOf(await fixture.Desk.DeclineAsync(item.ElicitationId, ElicitationFixture.Asker, fixture.NonceOf(item), null, Cancellation)).ShouldBe("elicitation.forbidden");
        var declined = (await fixture.Desk.DeclineAsync(item.ElicitationId, ElicitationFixture.Asked, fixture.NonceOf(item), "not mine to say", Cancellation)).ShouldBeOfType<ElicitationOutcome.Changed>().Item;
        (declined.Closed, declined.Content, declined.Reason).ShouldBe((ElicitationState.Declined, null, "not mine to say"));
    }

    [Fact]
    public async Task Somebody_who_cannot_answer_is_not_asked()
    {
        await using var fixture = new ElicitationFixture();
        ElicitationFixture.CodeOf(await fixture.TryAskAsync(to: "nobody")).ShouldBe("elicitation.nobody");
        ElicitationFixture.CodeOf(await fixture.TryAskAsync(to: "builder")).ShouldBe("elicitation.self");
        ElicitationFixture.CodeOf(await fixture.TryAskAsync(message: " ")).ShouldBe("elicitation.message");
        ElicitationFixture.CodeOf(await fixture.TryAskAsync(message: new string('x', ElicitationOptions.MaximumMessageCharacters + 1))).ShouldBe("elicitation.message");
        (await fixture.Log.HeadAsync(Cancellation)).Value.ShouldBe(0);
    }

    [Fact]
    public async Task Secrets_stand_neither_in_the_question_nor_in_the_answer_nor_in_the_reason()
    {
        const string Secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
        await using var fixture = new ElicitationFixture();
        var item = await fixture.AskAsync("""{"type":"object"}""", $"Is {Secret} yours?");
        var answered = (await fixture.AnswerAsync(item, $$"""{"note":"it is {{Secret}}","password":"open sesame"}""")).ShouldBeOfType<ElicitationOutcome.Changed>().Item;
        answered.IsMasked.ShouldBeTrue();
        var declined = await fixture.AskAsync();
        await fixture.Desk.DeclineAsync(declined.ElicitationId, ElicitationFixture.Asked, fixture.NonceOf(declined), $"because {Secret}", Cancellation);
        ElicitationFixture.CodeOf(await fixture.TryAskAsync($$"""{"type":"string","default":"{{Secret}}"}""")).ShouldBe("elicitation.secret");
        await foreach (var record in fixture.Log.ReadAllAsync(default, Cancellation))
        {
            var text = System.Text.Encoding.UTF8.GetString(record.Payload.Span);
            text.ShouldNotContain(Secret);
            text.ShouldNotContain("sesame");
            text.ShouldNotContain(fixture.NonceOf(declined) ?? "nonce");
        }
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_counts_and_the_log_holds_one()
    {
        await using var log = new HesitantLog(new Pharos.Events.InMemoryEventLog());
        await using var one = new ElicitationFixture(log: log);
        await using var two = new ElicitationFixture(log: log, clock: one.Clock);
        var item = await one.AskAsync();
        var nonce = one.NonceOf(item);
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => (number % 2 == 0 ? one : two).AnswerAsync(item, """{"branch":"main"}""", nonce: nonce).AsTask())));
        tries.OfType<ElicitationOutcome.Changed>().Count().ShouldBe(1);
        tries.OfType<ElicitationOutcome.Refused>().Select(refused => refused.Problem.Code).Distinct().ShouldBe(["elicitation.decided"]);
        (await one.TypesAsync(item)).Count.ShouldBe(2);
    }
}
