using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Gate.Policy;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate;

public sealed class RemotePoliciesTests
{
    private const string AllowAll = """{"allow":[{"rule":"remote.allow","reason":"fine there","covers":"all"}]}""";
    private const string DenyAll = """{"deny":[{"rule":"remote.deny","reason":"not there"}],"allow":[{"rule":"remote.allow","reason":"fine","covers":"all"}]}""";
    private const string EmbeddedDeny = "package pharos.gate\n\ndeny contains {\"rule\": \"embedded.deny\", \"reason\": \"never\"}\n";
    private const string EmbeddedAllow = "package pharos.gate\n\nallow contains {\"rule\": \"embedded.allow\", \"reason\": \"fine\", \"covers\": \"all\"}\n";
    private const string EmbeddedNothing = "package pharos.gate\n";
    private const string EmbeddedError = "package pharos.gate\n\ndeny contains {\"rule\": \"x\", \"reason\": \"y\"} if 1 / 0 == 1\n";

    [Fact]
    public async Task The_engine_elsewhere_permits_what_the_embedded_policies_only_refer()
    {
        var answer = await DecideAsync(EmbeddedNothing, new RemoteAnswer.Answered(Document(AllowAll)));
        (answer.Decision, answer.Rule, answer.Degradation).ShouldBe((Decision.Allow, "remote.allow", Answer.Normal));
    }

    [Fact]
    public async Task The_engine_elsewhere_never_permits_what_the_embedded_policies_deny_and_is_not_asked()
    {
        var remote = new Engine(new RemoteAnswer.Answered(Document(AllowAll)));
        (await DecideAsync(EmbeddedDeny, remote)).Decision.ShouldBe(Decision.Deny);
        remote.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task The_engine_elsewhere_refuses_what_the_embedded_policies_permit()
    {
        var answer = await DecideAsync(EmbeddedAllow, new RemoteAnswer.Answered(Document(DenyAll)));
        (answer.Decision, answer.Rule).ShouldBe((Decision.Deny, "remote.deny"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"allow":[{"rule":"r"}]}""")]
    [InlineData("""{"allow":true}""")]
    [InlineData("true")]
    [InlineData("""{"deny":"yes","allow":[{"rule":"r","reason":"x","covers":"all"}]}""")]
    public async Task A_document_that_permits_nothing_properly_is_a_review(string document)
    {
        var answer = await DecideAsync(EmbeddedAllow, new RemoteAnswer.Answered(document == "null" ? null : Document(document)));
        answer.Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task The_embedded_policies_decide_while_the_engine_is_away_and_the_answer_says_so()
    {
        var answer = await DecideAsync(EmbeddedAllow, new RemoteAnswer.Away("It is gone."));
        (answer.Decision, answer.Rule, answer.Degradation).ShouldBe((Decision.Allow, "embedded.allow", Answer.PolicyEngineAway));
        answer.Evidence.ShouldContain(evidence => evidence.Why.StartsWith("It is gone."));
    }

    [Fact]
    public async Task An_answer_given_before_decides_while_the_engine_is_away_and_the_answer_says_so()
    {
        var answer = await DecideAsync(EmbeddedNothing, new RemoteAnswer.Kept(Document(AllowAll), "It is gone."));
        (answer.Decision, answer.Degradation).ShouldBe((Decision.Allow, Answer.PolicyEngineKept));
    }

    [Fact]
    public async Task What_the_embedded_policies_failed_on_is_not_permitted_elsewhere()
    {
        var answer = await DecideAsync(EmbeddedError, new RemoteAnswer.Answered(Document(AllowAll)));
        (answer.Decision, answer.Rule).ShouldBe((Decision.Review, "pharos.error.eval_builtin_error"));
    }

    [Fact]
    public async Task What_was_not_understood_is_not_permitted_elsewhere()
    {
        var answer = await DecideAsync(EmbeddedNothing, new Engine(new RemoteAnswer.Answered(Document(AllowAll))), "git 'unclosed");
        answer.Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task The_gates_memory_keeps_no_answer_of_the_engine_elsewhere()
    {
        var remote = new Engine(new RemoteAnswer.Answered(Document(AllowAll)));
        var gate = Gate(EmbeddedNothing, remote);
        await DecideAsync(gate, "git status");
        (await DecideAsync(gate, "git status")).Tier.ShouldBe(Tier.Policy);
        remote.Asked.ShouldBe(2);
    }

    private static Task<Answer> DecideAsync(string policy, RemoteAnswer answer) => DecideAsync(policy, new Engine(answer));

    private static Task<Answer> DecideAsync(string policy, Engine remote, string command = "git status") => DecideAsync(Gate(policy, remote), command);

    private static async Task<Answer> DecideAsync(DecisionGate gate, string command)
    {
        var intake = new ProposalIntake(TimeProvider.System, () => new WorkspaceDirectory([new WorkspaceOptions("/workspace")], "/root"), _ => null, new AgentHost("/root", "root"));
        var (proposal, problem) = intake.Admit(GateFixture.Bash(command), GateFixture.Agent);
        proposal.ShouldNotBeNull(problem?.Message);
        return (await gate.EvaluateAsync(proposal, TestContext.Current.CancellationToken)).Answer;
    }

    private static DecisionGate Gate(string policy, IRemotePolicies remote)
    {
        var (library, _) = PolicyLibrary.Create(new PolicySources([new RegoModule("test.rego", policy)], RegoObject.Empty));
        var targets = new ProtectedTargets(new ProtectedTargetsOptions { DataDirectory = "/var/lib/pharos", Port = 8765, ProcessId = 4242 });
        return new DecisionGate(library.ShouldNotBeNull(), targets, new GateOptions(), TimeProvider.System, remote);
    }

    private static RegoValue Document(string json) => RegoValue.ParseJson(json);

    private sealed class Engine(RemoteAnswer answer) : IRemotePolicies
    {
        public int Asked { get; private set; }

        public ValueTask<RemoteAnswer> AskAsync(RegoObject input, bool mayCache, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(answer);
        }
    }
}
