using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Gate.Throttling;
using Pharos.Proposals;
using Pharos.Tests.Gate.Degradation;

namespace Pharos.Tests.Gate.Breakers;

public sealed class TierFailureTests
{
    private const string FailsOnCommand = """
        package pharos.gate
        import rego.v1
        allow contains {"rule": "test.all", "reason": "fine", "covers": "all"}
        deny contains {"rule": "x", "reason": "y"} if { startswith(input.proposal.input.command, "fail"); 1 / 0 == 1 }
        """;

    private readonly GateBreakers _breakers;
    private readonly GateFixture _gate;

    public TierFailureTests()
    {
        GateBreakers? breakers = null;
        _gate = new GateFixture(FailsOnCommand, safeguards: gate => new GateSafeguards { Breakers = breakers = new GateBreakers(new BreakerOptions(), gate.Clock) });
        _breakers = breakers!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Policies_that_fail_again_and_again_are_left_alone_and_everything_is_a_review_until_they_were_tried()
    {
        _gate.Decide("git status").Decision.ShouldBe(Decision.Allow);
        for (var i = 0; i < 10; i++)
        {
            _gate.Decide($"fail {i}").Rule.ShouldBe("pharos.error.eval_builtin_error");
        }

        var answer = _gate.Decide("git log");
        (answer.Decision, answer.Rule, answer.Tier).ShouldBe((Decision.Review, "pharos.error.breaker", Tier.Policy));
        _gate.Clock.Advance(TimeSpan.FromSeconds(11));
        _gate.Decide("git log").Decision.ShouldBe(Decision.Allow);
        _breakers.Policy.Status.State.ShouldBe(BreakerStatus.Closed);
    }

    [Fact]
    public void What_protects_the_gate_denies_while_the_policies_are_left_alone()
    {
        Open(_breakers.Policy);
        _gate.Decide("rm -rf /var/lib/pharos").Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public void Nothing_of_an_open_breaker_is_remembered()
    {
        Open(_breakers.Policy);
        _gate.Decide("git status");
        _gate.Decide("git status").Tier.ShouldNotBe(Tier.Memory);
    }

    [Fact]
    public void Without_facts_everything_is_denied()
    {
        Open(_breakers.Facts);
        var answer = _gate.Decide("git status");
        (answer.Decision, answer.Rule, answer.Tier).ShouldBe((Decision.Deny, "pharos.error.breaker", Tier.Facts));
    }

    [Fact]
    public void Without_the_learned_score_the_review_stays()
    {
        GateBreakers? breakers = null;
        var gate = new GateFixture("package pharos.gate", safeguards: one => new GateSafeguards { Breakers = breakers = new GateBreakers(new BreakerOptions(), one.Clock) });
        Open(breakers!.Pattern);
        var answer = gate.Decide("git status");
        (answer.Decision, answer.Rule).ShouldBe((Decision.Review, "pharos.gate.default"));
    }

    [Fact]
    public async Task A_log_that_fails_again_and_again_is_not_asked_and_there_is_no_decision()
    {
        var log = new UnavailableLog(new InMemoryEventLog());
        var gate = Gate(log);
        log.IsAway = true;
        for (var i = 0; i < 10; i++)
        {
            (await RefusedAsync(gate)).Code.ShouldBe("log.io");
        }

        var asked = log.Asked;
        var problem = await RefusedAsync(gate);
        (problem.Code, problem.Status, log.Asked).ShouldBe(("pharos.error.breaker", 503, asked));
        log.IsAway = false;
        gate.Clock.Advance(TimeSpan.FromSeconds(11));
        (await gate.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>();
    }

    [Fact]
    public async Task When_reviews_cannot_be_opened_what_needs_one_is_denied_and_recorded()
    {
        var gate = Gate(null, new BrokenIntake(), "package pharos.gate");
        for (var i = 0; i < 10; i++)
        {
            (await RefusedAsync(gate)).Code.ShouldBe("review.busy");
        }

        var answer = (await gate.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;
        (answer.Decision, answer.Rule).ShouldBe((Decision.Deny, "pharos.error.breaker"));
        answer.Position.ShouldNotBeNull();
    }

    [Fact]
    public async Task Above_the_throttle_there_is_no_decision()
    {
        var throttle = new DecisionThrottle(new ThrottleOptions { Most = 1, Least = 1, Queue = 0 }, TimeProvider.System);
        var gate = new GateFixture(FailsOnCommand, safeguards: _ => new GateSafeguards { Throttle = throttle });
        await throttle.EnterAsync(Cancellation);
        var problem = await RefusedAsync(gate);
        (problem.Code, problem.Status).ShouldBe(("gate.overloaded", 503));
        throttle.Leave(TimeSpan.Zero);
        (await gate.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>();
        throttle.Status.InFlight.ShouldBe(0);
    }

    private static GateFixture Gate(IEventLog? log, IReviewIntake? reviews = null, string policy = FailsOnCommand) =>
        new(policy, safeguards: gate => new GateSafeguards { Breakers = new GateBreakers(new BreakerOptions(), gate.Clock) }, log: log, reviews: reviews);

    private static async Task<Problem> RefusedAsync(GateFixture gate) =>
        (await gate.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation)).ShouldBeOfType<PipelineOutcome.Refused>().Problem;

    private static void Open(Breaker breaker)
    {
        for (var i = 0; i < 10; i++)
        {
            Should.Throw<InvalidDataException>(() => breaker.Call(0, static object (_) => throw new InvalidDataException("broken"), static _ => new object()));
        }

        breaker.Status.State.ShouldBe(BreakerStatus.Open);
    }

    private sealed class BrokenIntake : IReviewIntake
    {
        public ValueTask<PipelineOutcome> AdmitAsync(
            GateVerdict verdict, Proposal proposal, Caller caller, Func<ReviewAdmission, ValueTask<PipelineOutcome?>> record, CancellationToken cancellationToken) =>
            ValueTask.FromResult<PipelineOutcome>(new PipelineOutcome.Refused(new Problem("review.busy", "broken", 503)));
    }
}
