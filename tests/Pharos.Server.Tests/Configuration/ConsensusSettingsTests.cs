using Pharos.Review;
using Pharos.Review.Consensus;
using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Configuration;

public sealed class ConsensusSettingsTests
{
    [Fact]
    public void Everything_about_experts_is_read_beside_what_is_said_of_people()
    {
        var configuration = Read("""
            people: 2
                  experts:
                    specialities: [security, operations, code]
                    of: 7
                    need: 6
                    faulty: 2
                    different: 3
                    risk: high
                    confidence: 0.8
                    deadline: 90s
                    onRejection: reject
                    alone: { risk: medium, confidence: 0.95 }
            """).ShouldBeOfType<ConfigurationOutcome.Loaded>().Configuration;
        configuration.Review.Rules.ShouldHaveSingleItem().People.ShouldBe(2);
        var rule = configuration.Consensus.Rules.ShouldHaveSingleItem();
        rule.Rule.ShouldBe("pharos.gate.*");
        rule.Specialities.ShouldBe(["security", "operations", "code"]);
        (rule.Of, rule.Need, rule.Faulty, rule.Different).ShouldBe((7, 6, 2, 3));
        (rule.Risk, rule.Confidence, rule.Deadline, rule.OnRejection).ShouldBe((ReviewRisk.High, 0.8, TimeSpan.FromSeconds(90), RejectionAction.Reject));
        rule.Alone.ShouldBe(new LoneApproval(ReviewRisk.Medium, 0.95));
    }

    [Fact]
    public void Specialities_alone_ask_one_expert_of_each_and_need_as_many_as_is_safe()
    {
        var rule = Read("experts:\n        specialities: [security, operations, code, database]").ShouldBeOfType<ConfigurationOutcome.Loaded>().Configuration.Consensus.Rules.ShouldHaveSingleItem();
        (rule.Of, rule.Faulty, rule.Need).ShouldBe((4, 1, 3));
        (rule.Risk, rule.OnRejection, rule.Alone).ShouldBe((ReviewRisk.Medium, RejectionAction.People, null));
    }

    [Theory]
    [InlineData("of: 4", "specialities")]
    [InlineData("specialities: security, code", "specialities")]
    [InlineData("specialities: [Security]", "specialities")]
    [InlineData("specialities: [security]\n        of: 4\n        need: 2", "need")]
    [InlineData("specialities: [security]\n        of: 4\n        faulty: 4", "faulty")]
    [InlineData("specialities: [security, code]\n        of: 17", "of")]
    [InlineData("specialities: [security, code]\n        of: 1", "of")]
    [InlineData("specialities: [security, code]\n        different: 3", "different")]
    [InlineData("specialities: [security, code]\n        confidence: 1.5", "confidence")]
    [InlineData("specialities: [security, code]\n        deadline: 0s", "deadline")]
    [InlineData("specialities: [security, code]\n        onRejection: ignore", "onRejection")]
    [InlineData("specialities: [security]", "alone")]
    [InlineData("specialities: [security]\n        of: 1", "alone")]
    [InlineData("specialities: [security]\n        alone: { risk: high }", "alone.risk")]
    [InlineData("specialities: [security]\n        alone: { sure: 1 }", "alone.sure")]
    [InlineData("specialities: [security, code]\n        votes: 3", "votes")]
    public void What_is_wrong_is_named(string experts, string path) =>
        Read($"experts:\n        {experts}").ShouldBeOfType<ConfigurationOutcome.Invalid>().Problems.ShouldHaveSingleItem().Path.ShouldBe($"review.rules[0].experts.{path}");

    [Fact]
    public void An_entry_before_it_that_asks_no_experts_keeps_its_reviews_for_people()
    {
        var rules = ConfigurationReader.Read(
            "review:\n  rules:\n    - rule: pharos.gate.remote*\n      people: 2\n    - rule: pharos.gate.*\n      experts: { specialities: [security, code] }\n", "test", new Dictionary<string, string>(), [])
            .ShouldBeOfType<ConfigurationOutcome.Loaded>().Configuration.Consensus.Rules;
        rules.ShouldHaveSingleItem().Matches("pharos.gate.remote.push").ShouldBeFalse();
        rules[0].Matches("pharos.gate.default").ShouldBeTrue();
    }

    [Fact]
    public void One_expert_that_could_decide_nothing_is_refused_with_what_is_missing()
    {
        Read("experts:\n        specialities: [security]\n        of: 1").ShouldBeOfType<ConfigurationOutcome.Invalid>().Problems[0].ToString().ShouldContain("its vote decides nothing");
        Read("experts:\n        specialities: [security]\n        of: 1\n        alone: { risk: low }").ShouldBeOfType<ConfigurationOutcome.Loaded>();
    }

    [Fact]
    public void Fewer_approvals_than_liars_could_turn_are_refused_with_the_number_that_is_safe() =>
        Read("experts:\n        specialities: [security]\n        of: 4\n        need: 2").ShouldBeOfType<ConfigurationOutcome.Invalid>().Problems[0].ToString().ShouldContain("at least 3");

    private static ConfigurationOutcome Read(string rule) =>
        ConfigurationReader.Read($"review:\n  rules:\n    - rule: pharos.gate.*\n      {rule}\n", "test", new Dictionary<string, string>(), []);
}
