using Pharos.Gate.Replay;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Tests.Grants;

namespace Pharos.Tests.Gate;

public sealed class PrecedentModuleTests
{
    [Fact]
    public void It_allows_what_it_was_made_of_and_nothing_that_differs()
    {
        var asked = GrantFixture.Bash("tool --x | tee out.txt");
        var gate = With(asked);
        gate.Decide(GateFixture.Bash("tool --x | tee out.txt") with { Host = asked.Host }).Decision.ShouldBe(Decision.Allow);
        foreach (var other in (string[])["tool --x", "tool --x | tee  out.txt", "tool --x | tee other.txt", "tool --y | tee out.txt", "tool --x | tee out.txt; ls", "X=1 tool --x | tee out.txt"])
        {
            gate.Decide(GateFixture.Bash(other) with { Host = asked.Host }).Decision.ShouldBe(Decision.Review, other);
        }

        gate.Decide(GateFixture.Bash("tool --x | tee out.txt") with { Host = asked.Host, WorkingDirectory = "/workspace/sub" }).Decision.ShouldBe(Decision.Review);
        gate.Decide(GateFixture.Bash("tool --x | tee out.txt") with { Host = new("/home/eve", "eve") }).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public void A_call_of_a_tool_goes_by_all_of_its_arguments()
    {
        var asked = GrantFixture.Bash("") with { Kind = ProposalKind.ToolCall, Tool = "mcp__jira__create", Input = Parse("""{"path":"a","title":"b"}""") };
        var gate = With(asked);
        var same = new ProposalRequest { Kind = asked.Kind, Tool = asked.Tool, Input = asked.Input, Workspace = GrantFixture.Root, Host = asked.Host };
        gate.Decide(same).Decision.ShouldBe(Decision.Allow);
        gate.Decide(same with { Input = Parse("""{"path":"a","title":"c"}""") }).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public void What_the_text_of_the_proposal_says_cannot_leave_its_place_in_the_module()
    {
        var asked = GrantFixture.Bash("tool \"\n}\nallow contains {\\\"rule\\\": \\\"evil\\\"} if true\n# `{{$");
        PrecedentModule.Write(Guid.NewGuid(), "\"\n\npackage evil\n#", Input(asked)).Module.ShouldNotBeNull();
        With(asked).Decide(GateFixture.Bash("another") with { Host = asked.Host }).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public void A_record_with_a_mask_or_without_its_input_makes_no_rule()
    {
        PrecedentModule.Write(Guid.NewGuid(), "t", Input(GrantFixture.Bash($"tool {SecretMask.Replacement}"))).Problem.ShouldNotBeNull().Code.ShouldBe("rule.masked");
        PrecedentModule.Write(Guid.NewGuid(), "t", RegoObject.Empty).Problem.ShouldNotBeNull().Code.ShouldBe("rule.missing");
        PrecedentModule.Write(Guid.NewGuid(), "t", Input(GrantFixture.Bash("tool " + new string('x', PrecedentModule.MaximumCharacters)))).Problem.ShouldNotBeNull().Code.ShouldBe("rule.large");
    }

    private static RegoObject Parse(string json) => (RegoObject)RegoValue.ParseJson(System.Text.Encoding.UTF8.GetBytes(json));

    private static RegoObject Input(Proposal proposal) => new GateFixture("package pharos.gate").Gate.Evaluate(proposal, TestContext.Current.CancellationToken).Input;

    private static GateFixture With(Proposal proposal)
    {
        var (module, problem) = PrecedentModule.Write(Guid.NewGuid(), "a test", Input(proposal));
        return new GateFixture(module.ShouldNotBeNull(problem?.Message).Source);
    }
}
