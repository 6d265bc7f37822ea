using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;

namespace Pharos.Tests.Gate;

public sealed class DecisionPipelineTests
{
    private static readonly Guid Operation = Guid.Parse("0199a6f0-0000-7000-8000-000000000001");
    private readonly GateFixture _fixture = new(GateFixture.AllowGit);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_on_the_record_at_its_position()
    {
        var answered = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        var record = await _fixture.Log.GetAsync(answered.Answer.Position!.Value, Cancellation);
        record!.Type.ShouldBe("proposal.decided");
        record.Agent.ShouldBe("claude-1");
        record.Workspace.ShouldBe("/workspace");
        record.Stream.ShouldBe(answered.Answer.Id.Stream);
    }

    [Fact]
    public async Task An_operation_repeated_gets_its_current_answer_and_no_second_proposal()
    {
        var first = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        var second = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        second.IsRepeat.ShouldBeTrue();
        second.Answer.Id.ShouldBe(first.Answer.Id);
        (await _fixture.Log.HeadAsync(Cancellation)).ShouldBe(first.Answer.Position!.Value);
    }

    [Fact]
    public async Task An_operation_repeated_with_other_content_is_refused()
    {
        await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git log", Operation), GateFixture.Agent, Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Refused>().Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("append.mismatch"), p => p.Status.ShouldBe(409));
    }

    [Fact]
    public async Task The_same_operation_id_of_another_subject_is_another_operation()
    {
        await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git log", Operation), new Caller("claude-2", Role.Agent), Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Answered>().IsRepeat.ShouldBeFalse();
    }

    [Fact]
    public async Task Two_secrets_that_mask_alike_are_still_two_contents()
    {
        await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git push https://a:firstsecret@h/x", Operation), GateFixture.Agent, Cancellation);
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git push https://a:otherone22@h/x", Operation), GateFixture.Agent, Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Refused>().Problem.Code.ShouldBe("append.mismatch");
    }

    [Fact]
    public async Task Secrets_do_not_reach_the_record()
    {
        await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git clone https://me:verysecret1@example.com/x"), GateFixture.Agent, Cancellation);
        await foreach (var record in _fixture.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            Encoding.UTF8.GetString(record.Payload.Span).ShouldNotContain("verysecret1");
        }
    }

    [Fact]
    public async Task An_agent_cannot_speak_for_another()
    {
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status") with { AgentId = "claude-2" }, GateFixture.Agent, Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Refused>().Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("agent.mismatch"), p => p.Status.ShouldBe(403));
    }

    [Fact]
    public async Task An_administrator_may_name_the_agent_and_is_the_actor()
    {
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status") with { AgentId = "claude-2" }, new Caller("admin", Role.Admin), Cancellation);
        var record = await _fixture.Log.GetAsync(outcome.ShouldBeOfType<PipelineOutcome.Answered>().Answer.Position!.Value, Cancellation);
        record!.Actor.ShouldBe(new Actor(ActorKind.User, "admin"));
        record.Agent.ShouldBe("claude-2");
    }

    [Fact]
    public async Task A_home_folder_is_no_workspace()
    {
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status") with { Workspace = "/home/other" }, GateFixture.Agent, Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Refused>().Problem.Code.ShouldBe("workspace.refused");
    }

    [Fact]
    public async Task A_closed_log_means_no_decision()
    {
        await _fixture.Log.DisposeAsync();
        var outcome = await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        outcome.ShouldBeOfType<PipelineOutcome.Refused>().Problem.Status.ShouldBe(503);
    }

    [Fact]
    public async Task A_repeat_from_memory_points_at_the_first_record()
    {
        var first = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        var second = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        second.Answer.Tier.ShouldBe(Tier.Memory);
        var record = await _fixture.Log.GetAsync(second.Answer.Position!.Value, Cancellation);
        Encoding.UTF8.GetString(record!.Payload.Span).ShouldContain($"\"sameAs\":{first.Answer.Position!.Value.Value}");
        var found = await new ProposalArchive(_fixture.Log).FindAsync(second.Answer.Id, Cancellation);
        found!.Input.TryGet("facts", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task What_ran_as_allowed_is_executed()
    {
        await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        var outcome = await _fixture.Reports.ReportAsync(new OperationId(Operation), new ExecutionReport(ExecutionState.Done, "ok"), GateFixture.Agent, null, Cancellation);
        outcome.ShouldBeOfType<ReportOutcome.Recorded>();
    }

    [Fact]
    public async Task What_ran_though_denied_is_a_bypass()
    {
        var fixture = new GateFixture("package pharos.gate\nimport rego.v1\ndeny contains {\"rule\": \"d\", \"reason\": \"no\"}");
        await fixture.Pipeline.DecideAsync(GateFixture.Bash("git status", Operation), GateFixture.Agent, Cancellation);
        var outcome = await fixture.Reports.ReportAsync(new OperationId(Operation), new ExecutionReport(ExecutionState.Done, null), GateFixture.Agent, null, Cancellation);
        outcome.ShouldBeOfType<ReportOutcome.Bypassed>();
    }

    [Fact]
    public async Task What_was_never_proposed_is_a_bypass()
    {
        var outcome = await _fixture.Reports.ReportAsync(new OperationId(Operation), new ExecutionReport(ExecutionState.Done, null), GateFixture.Agent, null, Cancellation);
        outcome.ShouldBeOfType<ReportOutcome.Bypassed>();
    }

    [Fact]
    public async Task Nobody_reports_on_the_proposal_of_another()
    {
        var answered = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        var outcome = await _fixture.Reports.ReportAsync(answered.Answer.Id, new ExecutionReport(ExecutionState.Done, null), new Caller("claude-2", Role.Agent), Cancellation);
        outcome.ShouldBeOfType<ReportOutcome.Refused>().Problem.Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_current_answer_shows_the_outcome()
    {
        var answered = (PipelineOutcome.Answered)await _fixture.Pipeline.DecideAsync(GateFixture.Bash("git status"), GateFixture.Agent, Cancellation);
        await _fixture.Reports.ReportAsync(answered.Answer.Id, new ExecutionReport(ExecutionState.Failed, "exit 1"), GateFixture.Agent, Cancellation);
        (await new ProposalArchive(_fixture.Log).FindAsync(answered.Answer.Id, Cancellation))!.Answer.State.ShouldBe("failed");
    }
}
