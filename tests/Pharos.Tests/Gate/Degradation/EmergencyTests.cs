using Pharos.Events;
using Pharos.Gate.Breakers;
using Pharos.Gate.Degradation;
using Pharos.Proposals;

namespace Pharos.Tests.Gate.Degradation;

public sealed class EmergencyTests
{
    private const string BalancedOnly = """
        package pharos.gate
        import rego.v1
        allow contains {"rule": "test.balanced", "reason": "fine here", "covers": "all"} if input.workspace.profile == "balanced"
        deny contains {"rule": "test.never", "reason": "never"} if input.proposal.input.command == "never"
        """;

    private const string Everything = """
        package pharos.gate
        import rego.v1
        allow contains {"rule": "test.all", "reason": "fine", "covers": "all"}
        """;

    private static readonly Actor Admin = new(ActorKind.User, "ada");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_balanced_profile_allows_is_denied_in_an_emergency_with_what_and_since_when()
    {
        var (gate, mode) = await GateAsync(BalancedOnly);
        gate.Decide("git status").Decision.ShouldBe(Decision.Allow);
        await mode.ChangeAsync(DegradationState.Emergency, "a token leaked", Admin, Cancellation);
        var answer = gate.Decide("git status");
        (answer.Decision, answer.Rule, answer.Degradation).ShouldBe((Decision.Deny, DegradationStatus.Rule, "emergency"));
        answer.Reason.ShouldContain("a token leaked");
        answer.Reason.ShouldContain("2026-11-21 03:30:00Z");
        answer.Evidence.ShouldContain(evidence => evidence.Segment == "pharos.gate.default");
    }

    [Fact]
    public async Task Recovering_is_strict_still_and_reviews_again()
    {
        var (gate, mode) = await GateAsync(BalancedOnly);
        await mode.ChangeAsync(DegradationState.Emergency, "so", Admin, Cancellation);
        await mode.ChangeAsync(DegradationState.Recovering, "so", Admin, Cancellation);
        var answer = gate.Decide("git status");
        (answer.Decision, answer.Degradation).ShouldBe((Decision.Review, "recovering"));
        await mode.ChangeAsync(DegradationState.Normal, "so", Admin, Cancellation);
        answer = gate.Decide("git status");
        (answer.Decision, answer.Degradation).ShouldBe((Decision.Allow, "normal"));
    }

    [Fact]
    public async Task What_was_remembered_under_one_state_is_not_used_under_another()
    {
        var (gate, mode) = await GateAsync(Everything);
        gate.Decide("git status");
        gate.Decide("git status").Tier.ShouldBe(Tier.Memory);
        foreach (var state in new[] { DegradationState.Emergency, DegradationState.Recovering, DegradationState.Normal })
        {
            await mode.ChangeAsync(state, "so", Admin, Cancellation);
            gate.Decide("git status").Tier.ShouldBe(Tier.Policy);
            var again = gate.Decide("git status");
            (again.Tier, again.Degradation).ShouldBe((Tier.Memory, DegradationStates.NameOf(state)));
        }
    }

    [Fact]
    public async Task A_workspace_that_is_strict_already_does_not_share_memory_across_states_either()
    {
        var (gate, mode) = await GateAsync(Everything);
        gate.Workspaces = new WorkspaceDirectory([new WorkspaceOptions("/workspace", WorkspaceMode.Enforce, WorkspaceProfile.Strict)], "/root");
        gate.Decide("git status");
        await mode.ChangeAsync(DegradationState.Emergency, "so", Admin, Cancellation);
        gate.Decide("git status").Tier.ShouldBe(Tier.Policy);
    }

    [Theory]
    [InlineData(DegradationState.Normal)]
    [InlineData(DegradationState.Emergency)]
    [InlineData(DegradationState.Recovering)]
    public async Task A_denial_stays_the_same_denial_in_every_state(DegradationState state)
    {
        var (gate, mode) = await GateAsync(BalancedOnly);
        await mode.ChangeAsync(DegradationState.Emergency, "so", Admin, Cancellation);
        await mode.ChangeAsync(DegradationState.Recovering, "so", Admin, Cancellation);
        await mode.ChangeAsync(state, "so", Admin, Cancellation);
        var answer = gate.Decide("never");
        (answer.Decision, answer.Rule).ShouldBe((Decision.Deny, "test.never"));
    }

    [Fact]
    public async Task The_record_of_a_decision_holds_the_profile_it_was_judged_by()
    {
        var (gate, mode) = await GateAsync(Everything);
        await mode.ChangeAsync(DegradationState.Emergency, "so", Admin, Cancellation);
        var outcome = (await gate.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation)).ShouldBeOfType<Pharos.Gate.PipelineOutcome.Answered>();
        var record = await gate.Log.GetAsync(outcome.Answer.Position!.Value, Cancellation);
        var payload = System.Text.Encoding.UTF8.GetString(record!.Payload.Span);
        payload.ShouldContain("\"profile\":\"strict\"");
        payload.ShouldContain("\"degradation\":\"emergency\"");
    }

    private static async Task<(GateFixture Gate, DegradationMode Mode)> GateAsync(string policy)
    {
        var log = new InMemoryEventLog();
        var clock = new ManualClock();
        var mode = await DegradationMode.OpenAsync(log, clock, Cancellation);
        return (new GateFixture(policy, safeguards: _ => new GateSafeguards { Mode = mode, Breakers = new GateBreakers(new BreakerOptions(), clock) }), mode);
    }
}
