using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;

namespace Pharos.Tests.Gate;

public sealed class RepeatedOperationTests
{
    [Theory]
    [InlineData("/workspace/other", "/home/other")]
    [InlineData("/workspace", "/home/somebody-else")]
    public async Task An_operation_id_used_again_for_another_place_or_host_is_no_repeat(string workspace, string home)
    {
        var fixture = new GateFixture(GateFixture.AllowGit);
        var first = GateFixture.Bash("git status", Guid.CreateVersion7()) with { WorkingDirectory = "/workspace" };
        var cancellation = TestContext.Current.CancellationToken;
        (await fixture.Pipeline.DecideAsync(first, GateFixture.Agent, cancellation)).ShouldBeOfType<PipelineOutcome.Answered>();
        var second = first with { Workspace = workspace, Host = new AgentHost(home, "other") };
        (await fixture.Pipeline.DecideAsync(second, GateFixture.Agent, cancellation)).ShouldBeOfType<PipelineOutcome.Refused>().Problem.Code.ShouldBe("append.mismatch");
    }
}
