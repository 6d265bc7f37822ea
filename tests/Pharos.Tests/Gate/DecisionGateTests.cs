using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate;

public sealed class DecisionGateTests
{
    private const string Head = "package pharos.gate\nimport rego.v1\n";
    private const string AllowAll = Head + "allow contains {\"rule\": \"test.all\", \"reason\": \"all\", \"covers\": \"all\"}\n";

    [Fact]
    public void An_allow_that_covers_everything_allows()
    {
        var answer = new GateFixture(GateFixture.AllowGit).Decide("git status");
        answer.Decision.ShouldBe(Decision.Allow);
        answer.Rule.ShouldBe("test.git");
        answer.Tier.ShouldBe(Tier.Policy);
    }

    [Theory]
    [InlineData("git status; zzz --wipe")]
    [InlineData("git status && rm -rf /tmp/x")]
    [InlineData("git status\nzzz")]
    [InlineData("git log $(zzz)")]
    [InlineData("git status > /workspace/out")]
    public void An_allow_never_carries_what_it_does_not_cover(string command)
    {
        var answer = new GateFixture(GateFixture.AllowGit).Decide(command);
        answer.Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public void What_no_rule_covers_is_reviewed_by_default()
    {
        var answer = new GateFixture(GateFixture.AllowGit).Decide("git status; zzz --wipe");
        answer.Rule.ShouldBe("pharos.gate.default");
        answer.Evidence.ShouldContain(evidence => evidence.Segment == "zzz --wipe");
    }

    [Fact]
    public void A_deny_wins_over_review_and_allow()
    {
        var fixture = new GateFixture(AllowAll + "review contains {\"rule\": \"r\", \"reason\": \"\"}\ndeny contains {\"rule\": \"d\", \"reason\": \"no\"}");
        fixture.Decide("ls").Rule.ShouldBe("d");
    }

    [Fact]
    public void A_review_wins_over_allow() =>
        new GateFixture(AllowAll + "review contains {\"rule\": \"r\", \"reason\": \"\"}").Decide("ls").Decision.ShouldBe(Decision.Review);

    [Fact]
    public void No_policy_can_allow_what_was_not_understood()
    {
        var answer = new GateFixture(AllowAll).Decide("echo 'unclosed");
        answer.Decision.ShouldBe(Decision.Review);
        answer.Tier.ShouldBe(Tier.Facts);
        answer.Rule.ShouldBe("pharos.gate.unknown");
    }

    [Theory]
    [InlineData("allow contains 7")]
    [InlineData("allow contains {\"rule\": \"x\"}")]
    [InlineData("allow contains {\"rule\": \"x\", \"reason\": \"\", \"covers\": \"everything\"}")]
    [InlineData("allow contains {\"rule\": \"x\", \"reason\": \"\", \"covers\": [\"0\"]}")]
    [InlineData("allow contains {\"rule\": \"x\", \"reason\": \"\", \"covers\": \"all\", \"score\": 2}")]
    [InlineData("allow := true")]
    [InlineData("deny contains {\"rule\": 1}")]
    public void An_entry_of_the_wrong_shape_is_an_error_and_reviewed(string rule)
    {
        var answer = new GateFixture(Head + rule).Decide("ls");
        answer.Decision.ShouldBe(Decision.Review);
        answer.Rule.ShouldBe("pharos.error.entry");
    }

    [Fact]
    public void An_error_inside_a_policy_is_reviewed()
    {
        var answer = new GateFixture(AllowAll + "deny contains {\"rule\": x, \"reason\": \"\"} if { x := two }\ntwo := 1\ntwo := 2 if input.schema == 1").Decide("ls");
        answer.Decision.ShouldBe(Decision.Review);
        answer.Rule.ShouldStartWith("pharos.error.");
    }

    [Fact]
    public void A_repeated_question_is_answered_from_memory()
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        fixture.Decide("git status");
        fixture.Decide("git status").Tier.ShouldBe(Tier.Memory);
    }

    [Fact]
    public void A_review_is_never_remembered()
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        fixture.Decide("zzz");
        fixture.Decide("zzz").Tier.ShouldBe(Tier.Policy);
    }

    [Theory]
    [InlineData("time.now_ns() > 0")]
    [InlineData("rand.intn(\"x\", 10) >= 0")]
    public void What_hangs_on_time_or_chance_is_not_remembered(string condition)
    {
        var fixture = new GateFixture(Head + $"allow contains {{\"rule\": \"t\", \"reason\": \"\", \"covers\": \"all\"}} if {condition}");
        fixture.Decide("ls").Decision.ShouldBe(Decision.Allow);
        fixture.Decide("ls").Tier.ShouldBe(Tier.Policy);
    }

    [Fact]
    public void A_new_policy_makes_old_answers_unreachable()
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        fixture.Decide("git status");
        fixture.Library.Activate(new PolicySources([new RegoModule("t.rego", Head + "deny contains {\"rule\": \"d\", \"reason\": \"\"}")], RegoObject.Empty))
            .ShouldBeOfType<ActivateOutcome.Activated>();
        fixture.Decide("git status").Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public void A_policy_that_does_not_compile_is_refused_and_the_old_one_stays()
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        fixture.Library.Activate(new PolicySources([new RegoModule("t.rego", "package pharos.gate\nallow contains {")], RegoObject.Empty))
            .ShouldBeOfType<ActivateOutcome.Refused>();
        fixture.Decide("git status").Decision.ShouldBe(Decision.Allow);
    }

    [Fact]
    public void In_dry_run_the_verdict_does_not_bind()
    {
        var fixture = new GateFixture(Head + "deny contains {\"rule\": \"d\", \"reason\": \"\"}")
        {
            Workspaces = new WorkspaceDirectory([new WorkspaceOptions("/workspace", WorkspaceMode.DryRun)], "/root"),
        };
        var answer = fixture.Decide("ls");
        answer.Decision.ShouldBe(Decision.Deny);
        answer.IsEnforced.ShouldBeFalse();
    }

    [Fact]
    public async Task Equal_questions_at_once_agree()
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => fixture.Decide("git status"))));
        answers.ShouldAllBe(answer => answer.Decision == Decision.Allow);
        answers.Select(answer => answer.Id).Distinct().Count().ShouldBe(64);
    }
}
