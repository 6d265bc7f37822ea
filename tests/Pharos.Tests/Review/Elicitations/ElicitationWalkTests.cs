using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ElicitationWalkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_two_nodes_try_in_whatever_order_each_question_ends_at_most_once_and_as_a_model_says(int seed)
    {
        var random = new Random(seed);
        await using var log = new InMemoryEventLog();
        await using var one = new ElicitationFixture(log: log);
        await using var two = new ElicitationFixture(log: log, clock: one.Clock);
        var model = new Dictionary<Guid, (Elicitation Item, string? Nonce, ElicitationState State)>();
        var ended = new HashSet<Guid>();
        for (var step = 0; step < 300; step++)
        {
            var node = random.Next(2) == 0 ? one : two;
            if (model.Count == 0 || random.Next(5) == 0)
            {
                var asked = await node.AskAsync(timeout: TimeSpan.FromSeconds(random.Next(1, 60)));
                model[asked.Id] = (asked, node.NonceOf(asked), ElicitationState.Pending);
                continue;
            }

            one.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 1500)));
            var (item, nonce, state) = model.Values.ElementAt(random.Next(model.Count));
            state = state == ElicitationState.Pending && item.Question.ExpiresAt <= one.Clock.GetUtcNow() ? ElicitationState.Expired : state;
            var by = (Pharos.Agents.Caller[])[ElicitationFixture.Asked, ElicitationFixture.Asker, ElicitationFixture.Other];
            var who = by[random.Next(3)];
            var shown = random.Next(4) == 0 ? "wrong" : nonce;
            var fits = random.Next(3) > 0;
            var act = random.Next(5);
            var (outcome, next) = act switch
            {
                0 or 1 => (await node.AnswerAsync(item, fits ? """{"branch":"main"}""" : """{"branch":7}""", who, shown), fits ? ElicitationState.Accepted : state),
                2 => (await node.Desk.DeclineAsync(item.ElicitationId, who, shown, null, Cancellation), ElicitationState.Declined),
                3 => (await node.Desk.CancelAsync(item.ElicitationId, who, shown, null, Cancellation), ElicitationState.Cancelled),
                _ => (await node.Desk.ExpireAsync(item.ElicitationId, Cancellation), ElicitationState.Expired),
            };
            var hasRunOut = item.Question.ExpiresAt <= one.Clock.GetUtcNow();
            var isOpen = state == ElicitationState.Pending;
            var isAnswerer = who == ElicitationFixture.Asked && shown == nonce;
            var isAllowed = act switch
            {
                0 or 1 => isOpen && isAnswerer && fits,
                2 => isOpen && isAnswerer,
                3 => isOpen && (isAnswerer || who == ElicitationFixture.Asker),
                _ => hasRunOut && !ended.Contains(item.Id),
            };
            (outcome is ElicitationOutcome.Changed).ShouldBe(isAllowed, $"seed {seed}, step {step}: {next} by {who.Subject} of a {state} one");
            model[item.Id] = (item, nonce, isAllowed ? next : state);
            if (isAllowed)
            {
                ended.Add(item.Id).ShouldBeTrue();
            }
        }

        foreach (var (item, _, state) in model.Values)
        {
            var types = await one.TypesAsync(item);
            types.Count.ShouldBeLessThanOrEqualTo(2);
            (await two.Desk.FindAsync(item.ElicitationId, Cancellation))!.StateAt(one.Clock.GetUtcNow()).ShouldBe(
                state == ElicitationState.Pending && item.Question.ExpiresAt <= one.Clock.GetUtcNow() ? ElicitationState.Expired : state);
        }
    }
}
