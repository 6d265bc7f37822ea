using Pharos.Agents;
using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate.Pattern;

public sealed class PatternTierTests
{
    private const string Nothing = "package pharos.gate\nimport rego.v1\n";

    // A model that is sure of everything shows what the tier itself keeps back.
    private const string Sure = "version\tsure\nbias\t10\nthreshold\t0.5\n";

    [Fact]
    public void A_look_that_no_policy_knows_passes_with_its_reasons()
    {
        var answer = Decide(Nothing, Sure, "frobnicate list");
        answer.Decision.ShouldBe(Decision.Allow);
        answer.Tier.ShouldBe(Tier.Pattern);
        answer.Evidence.ShouldContain(evidence => evidence.Segment == "model sure");
    }

    [Theory]
    [InlineData("frobnicate --wipe")]
    [InlineData("rm src/a.txt")]
    [InlineData("curl https://example.com")]
    [InlineData("frobnicate list; rm src/a.txt")]
    [InlineData("frobnicate list \"$X\"")]
    [InlineData("frobnicate list 'unclosed")]
    public void What_is_unknown_or_cannot_be_undone_stays_with_people(string command) => Decide(Nothing, Sure, command).Decision.ShouldNotBe(Decision.Allow);

    [Fact]
    public void A_rules_own_review_stands()
    {
        const string Review = Nothing + "review contains {\"rule\": \"test.look\", \"reason\": \"look\", \"score\": 1}\n";
        Decide(Review, Sure, "frobnicate list").Rule.ShouldBe("test.look");
    }

    [Fact]
    public void A_denial_stands()
    {
        const string Deny = Nothing + "deny contains {\"rule\": \"test.no\", \"reason\": \"no\", \"score\": 1}\n";
        Decide(Deny, Sure, "frobnicate list").Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public void The_strict_profile_does_without_it() => Decide(Nothing, Sure, "frobnicate list", WorkspaceProfile.Strict).Decision.ShouldBe(Decision.Review);

    [Fact]
    public void A_score_below_the_threshold_is_no_opinion() =>
        Decide(Nothing, "version\tunsure\nbias\t-1\nthreshold\t0.5\n", "frobnicate list").Rule.ShouldBe("pharos.gate.default");

    [Fact]
    public void Harmless_company_does_not_raise_a_score()
    {
        const string Doubtful = "version\tx\nbias\t0\nthreshold\t0.6\nverb:list\t-1\ncommands:2-3\t9\n";
        Decide(Nothing, Doubtful, "frobnicate list | frobnicate show").Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public void The_shipped_model_knows_its_features_and_is_more_sure_than_not()
    {
        PatternModel.Shipped.Count.ShouldBeGreaterThan(100);
        PatternModel.Shipped.Threshold.ShouldBeGreaterThanOrEqualTo(0.5);
    }

    [Theory]
    [InlineData("no tab")]
    [InlineData("name\tword")]
    public void A_line_that_is_not_a_weight_is_refused_with_its_number(string line) =>
        Should.Throw<FormatException>(() => PatternModel.Read(new StringReader("version\tx\n" + line))).Message.ShouldContain("Line 2");

    private static Answer Decide(string policy, string model, string command, WorkspaceProfile profile = WorkspaceProfile.Balanced)
    {
        var (library, _) = PolicyLibrary.Create(new PolicySources([new RegoModule("test.rego", policy)], RegoObject.Empty));
        var options = new GateOptions { Model = PatternModel.Read(new StringReader(model)) };
        var gate = new DecisionGate(library!, new ProtectedTargets(new ProtectedTargetsOptions { DataDirectory = "/var/lib/pharos", Port = 8765, ProcessId = 4242 }), options, TimeProvider.System);
        return gate.Evaluate(new Proposal
        {
            Id = default,
            Kind = ProposalKind.Command,
            Tool = "Bash",
            Input = RegoObject.Of(("command", RegoString.Of(command))),
            Agent = new AgentReference("claude-1", "s1", null, Role.Agent),
            Workspace = new Workspace("/workspace", WorkspaceMode.Enforce, profile, true),
            WorkingDirectory = "/workspace",
            Host = new AgentHost("/home/dev", "dev"),
            IsLocalDisk = false,
        }).Answer;
    }
}
