using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Gate.Memory;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Tests.Gate;

namespace Pharos.Tests.Review;

public sealed class WithheldApprovalTests : IAsyncDisposable
{
    private readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("pharos-withheld-");
    private readonly ReviewFixture _fixture = new();

    public WithheldApprovalTests()
    {
        _fixture.Gate.Workspaces = new WorkspaceDirectory([new WorkspaceOptions(_workspace.FullName)], "/root");
        Write("d.sh", "echo one\n");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_retry_does_not_get_the_approval_of_a_script_that_has_changed()
    {
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation)).Review!.Value);
        Write("d.sh", "rm -rf /srv\n");
        var answer = await AskAsync(operation);
        (answer.Decision, answer.State).ShouldBe((Decision.Deny, "superseded"));
        answer.Reason.ShouldContain("has changed");
    }

    [Fact]
    public async Task A_retry_gets_the_approval_of_a_script_that_is_the_same()
    {
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation)).Review!.Value);
        (await AskAsync(operation)).State.ShouldBe("approved");
    }

    [Fact]
    public async Task A_caller_that_waits_does_not_get_the_approval_of_a_script_that_has_changed()
    {
        var waiting = DecideAsync(Request(Guid.CreateVersion7()), TimeSpan.FromMinutes(5));
        var id = await OpenedAsync();
        Write("d.sh", "rm -rf /srv\n");
        await _fixture.JudgeAsync(id);
        (await waiting).State.ShouldBe("superseded");
    }

    [Fact]
    public async Task An_approval_that_was_had_before_is_not_had_again_for_another_script()
    {
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation)).Review!.Value);
        (await AskAsync(operation)).State.ShouldBe("approved");
        Write("d.sh", "rm -rf /srv\n");
        (await AskAsync(operation)).Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public async Task Who_says_that_it_runs_already_does_not_get_the_approval_of_a_script_that_has_changed()
    {
        var operation = Guid.CreateVersion7();
        var asked = await AskAsync(operation);
        await new ExecutionReports(_fixture.Log, _fixture.Clock).ReportAsync(asked.Id, new ExecutionReport(ExecutionState.Executing, null), GateFixture.Agent, Cancellation);
        Write("d.sh", "rm -rf /srv\n");
        await _fixture.JudgeAsync(asked.Review!.Value);
        (await AskAsync(operation)).Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public async Task A_rejection_is_told_whatever_became_of_the_files()
    {
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation)).Review!.Value, VerdictKind.Reject);
        Write("d.sh", "rm -rf /srv\n");
        (await AskAsync(operation)).State.ShouldBe("rejected");
    }

    [Fact]
    public async Task What_is_withheld_stands_in_the_record_once_and_delivers_nothing()
    {
        var operation = Guid.CreateVersion7();
        var id = (await AskAsync(operation)).Review!.Value;
        await _fixture.JudgeAsync(id);
        Write("d.sh", "rm -rf /srv\n");
        await AskAsync(operation);
        await AskAsync(operation);
        var types = new List<string>();
        await foreach (var record in _fixture.Log.ReadStreamAsync(id.Stream, cancellationToken: Cancellation))
        {
            types.Add(record.Type);
        }

        types.Count(type => type == ReviewEvents.Withheld).ShouldBe(1);
        types.ShouldNotContain(ReviewEvents.Delivered);
    }

    [Fact]
    public async Task A_script_that_appears_where_none_was_is_another_question()
    {
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation, "sudo sh ./later.sh")).Review!.Value);
        Write("later.sh", "rm -rf /srv\n");
        (await AskAsync(operation, "sudo sh ./later.sh")).State.ShouldBe("superseded");
    }

    [Fact]
    public async Task A_script_whose_name_looks_like_a_secret_cannot_be_approved()
    {
        var name = "ghp_" + new string('a', 36) + ".sh";
        Write(name, "echo one\n");
        var operation = Guid.CreateVersion7();
        await _fixture.JudgeAsync((await AskAsync(operation, $"sudo sh ./{name}")).Review!.Value);
        var answer = await AskAsync(operation, $"sudo sh ./{name}");
        answer.State.ShouldBe("superseded");
        answer.Reason.ShouldContain("cannot name");
    }

    [Fact]
    public void A_sighting_holds_its_bounds_and_survives_being_recorded()
    {
        var looks = Enumerable.Range(0, 20_000).Select(i => KeyValuePair.Create($"/workspace/{i}", default(Shell.Effects.FileLook))).ToList();
        var sighting = Sighting.Of(new Fingerprint(looks, [("/workspace/d.sh", 10, Fingerprint.DigestOf(null))]), Proposed())!;
        sighting.Looks.Sum(path => path.Length).ShouldBeLessThanOrEqualTo(64 * 1024);
        sighting.IsMissingTexts.ShouldBeFalse();
        var again = JsonSerializer.Deserialize<Sighting>(JsonSerializer.Serialize(sighting))!;
        again.Holds(Pharos.Gate.Facts.UnknownDisk.Instance).ShouldBeTrue();
        again.Holds(Pharos.Gate.Facts.LocalDisk.Instance).ShouldBeFalse();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _workspace.Delete(recursive: true);
    }

    private Proposal Proposed() => new ProposalIntake(_fixture.Clock, () => _fixture.Gate.Workspaces, _ => null, new AgentHost("/root", "root")).Admit(Request(null), GateFixture.Agent).Proposal!;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_workspace.FullName, name), text);

    private ProposalRequest Request(Guid? operation, string command = "sudo sh ./d.sh") => GateFixture.Bash(command, operation) with { Host = null, Workspace = _workspace.FullName };

    private Task<Answer> AskAsync(Guid operation, string command = "sudo sh ./d.sh") => DecideAsync(Request(operation, command), TimeSpan.Zero);

    private async Task<Answer> DecideAsync(ProposalRequest request, TimeSpan wait) =>
        (await _fixture.Decisions.DecideAsync(request, GateFixture.Agent, wait, Cancellation)).ShouldBeOfType<PipelineOutcome.Answered>().Answer;

    private async Task<ReviewId> OpenedAsync()
    {
        while (true)
        {
            await _fixture.CatchUpAsync();
            if (_fixture.Queue.Read((queue, _) => queue.Open.FirstOrDefault()) is { } item)
            {
                return new ReviewId(item.Id);
            }

            await Task.Delay(5, Cancellation);
        }
    }
}
