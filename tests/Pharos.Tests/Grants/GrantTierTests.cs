using Pharos.Events;
using Pharos.Gate.Memory;
using Pharos.Grants;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Tests.Grants;

public sealed class GrantTierTests
{
    [Fact]
    public async Task A_grant_allows_the_same_question_and_says_whose_it_is_and_how_long_it_lasts()
    {
        using var gate = await GrantFixture.OpenAsync();
        var grant = (await gate.GrantAsync(GrantFixture.Bash("tool --x"))).ShouldNotBeNull();
        var answer = gate.Decide(GrantFixture.Bash("tool --x"));
        answer.Decision.ShouldBe(Decision.Allow);
        answer.Tier.ShouldBe(Tier.Review);
        answer.Rule.ShouldBe("pharos.grant");
        answer.DecidedBy.ShouldBe("ann");
        answer.Grant.ShouldNotBeNull().ToJson().ShouldBe($$"""{"by":"ann","id":"{{grant.Id}}","scope":"session","until":"2026-11-22T03:30:00+00:00"}""");
    }

    [Fact]
    public async Task A_grant_covers_no_other_input_place_tool_or_account()
    {
        using var gate = await GrantFixture.OpenAsync();
        var asked = GrantFixture.Bash("tool --x");
        await gate.GrantAsync(asked, GrantScope.Workspace, TimeSpan.FromDays(1));
        gate.Decide(asked).Decision.ShouldBe(Decision.Allow);
        foreach (var other in (Proposal[])[
            GrantFixture.Bash("tool --x --y"),
            GrantFixture.Bash("tool  --x"),
            asked with { WorkingDirectory = "/workspace/sub" },
            asked with { Workspace = asked.Workspace with { Root = "/elsewhere" } },
            asked with { Workspace = asked.Workspace with { Profile = WorkspaceProfile.Strict } },
            asked with { Tool = "Shell" },
            asked with { Host = asked.Host with { Home = "/home/other" } },
            asked with { Input = RegoObject.Of(("command", RegoString.Of("tool --x")), ("background", RegoBoolean.True)) }])
        {
            gate.Decide(other).Decision.ShouldBe(Decision.Review);
        }
    }

    [Fact]
    public async Task A_grant_for_a_session_serves_that_session_only_and_one_for_a_workspace_serves_every_agent()
    {
        using var gate = await GrantFixture.OpenAsync();
        var asked = GrantFixture.Bash("tool --x");
        var other = asked with { Agent = asked.Agent with { Id = "claude-2" } };
        var later = asked with { Agent = asked.Agent with { Session = "s2" } };
        await gate.GrantAsync(asked);
        gate.Decide(other).Decision.ShouldBe(Decision.Review);
        gate.Decide(later).Decision.ShouldBe(Decision.Review);
        await gate.GrantAsync(later, GrantScope.Workspace, TimeSpan.FromDays(1));
        gate.Decide(other).Decision.ShouldBe(Decision.Allow);
    }

    [Fact]
    public async Task A_grant_ends_when_its_time_is_over_and_nothing_remembers_it()
    {
        using var gate = await GrantFixture.OpenAsync();
        await gate.GrantAsync(GrantFixture.Bash("tool --x"), lasting: TimeSpan.FromMinutes(2));
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Allow);
        gate.Clock.Advance(TimeSpan.FromMinutes(2));
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task A_revoked_grant_does_not_count_from_that_moment()
    {
        using var gate = await GrantFixture.OpenAsync();
        var grant = (await gate.GrantAsync(GrantFixture.Bash("tool --x"))).ShouldNotBeNull();
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Allow);
        await gate.Book.RevokeAsync(grant.Id, new Actor(ActorKind.User, "ben"), TestContext.Current.CancellationToken);
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task A_grant_waits_until_its_approval_cannot_be_taken_back_any_more()
    {
        using var gate = await GrantFixture.OpenAsync(delay: TimeSpan.FromSeconds(30));
        await gate.GrantAsync(GrantFixture.Bash("tool --x"));
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Review);
        gate.Clock.Advance(TimeSpan.FromSeconds(30));
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Allow);
    }

    [Theory]
    [InlineData("claude-1")]
    [InlineData("puppet")]
    public async Task Nobody_is_served_by_a_grant_of_their_own_or_of_whom_they_registered(string granter)
    {
        using var gate = await GrantFixture.OpenAsync();
        await gate.GrantAsync(GrantFixture.Bash("tool --x"), GrantScope.Workspace, TimeSpan.FromDays(1), by: granter);
        gate.Decide(GrantFixture.Bash("tool --x")).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task An_administrator_who_proposes_for_an_agent_is_not_served_by_their_own_grant()
    {
        using var gate = await GrantFixture.OpenAsync();
        await gate.GrantAsync(GrantFixture.Bash("tool --x"));
        gate.Decide(GrantFixture.Bash("tool --x") with { Proposer = "ann" }).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task A_denial_stays_a_denial_and_a_protected_target_protected()
    {
        using var gate = await GrantFixture.OpenAsync();
        await gate.GrantAsync(GrantFixture.Bash("tool --x"));
        gate.Decide(GrantFixture.Bash("forbidden")).Decision.ShouldBe(Decision.Deny);
        gate.Decide(GrantFixture.Bash("rm -rf /var/lib/pharos")).Decision.ShouldBe(Decision.Deny);
        gate.Decide(GrantFixture.Bash("tool --x; forbidden")).Decision.ShouldBe(Decision.Deny);
    }

    [Fact]
    public async Task A_dry_run_is_told_the_verdict_and_not_the_grant()
    {
        using var gate = await GrantFixture.OpenAsync();
        var asked = GrantFixture.Bash("tool --x");
        await gate.GrantAsync(asked);
        gate.Decide(asked with { Workspace = asked.Workspace with { Mode = WorkspaceMode.DryRun } }).Decision.ShouldBe(Decision.Review);
    }

    [Fact]
    public async Task A_script_that_was_changed_is_another_question()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-grants-").FullName;
        try
        {
            var script = Path.Combine(folder, "deploy.sh");
            await File.WriteAllTextAsync(script, "tool --x\n", TestContext.Current.CancellationToken);
            using var gate = await GrantFixture.OpenAsync();
            var asked = GrantFixture.Bash("sh deploy.sh");
            asked = asked with { IsLocalDisk = true, WorkingDirectory = folder, Workspace = asked.Workspace with { Root = folder } };
            await gate.GrantAsync(asked);
            gate.Decide(asked).Decision.ShouldBe(Decision.Allow);
            await File.WriteAllTextAsync(script, "tool --y\n", TestContext.Current.CancellationToken);
            gate.Decide(asked).Decision.ShouldBe(Decision.Review);
            await File.WriteAllTextAsync(script, "tool --x\n", TestContext.Current.CancellationToken);
            gate.Decide(asked).Decision.ShouldBe(Decision.Allow);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task That_a_file_is_there_after_the_first_time_makes_no_other_question()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-grants-").FullName;
        try
        {
            using var gate = await GrantFixture.OpenAsync();
            var asked = GrantFixture.Bash("sort -o made.txt names.txt");
            asked = asked with { IsLocalDisk = true, WorkingDirectory = folder, Workspace = asked.Workspace with { Root = folder } };
            await gate.GrantAsync(asked);
            await File.WriteAllTextAsync(Path.Combine(folder, "made.txt"), "", TestContext.Current.CancellationToken);
            gate.Decide(asked).Decision.ShouldBe(Decision.Allow);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_since_is_another_question()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-grants-").FullName;
        try
        {
            using var gate = await GrantFixture.OpenAsync();
            var asked = GrantFixture.Bash("sort -o made.txt names.txt");
            asked = asked with { IsLocalDisk = true, WorkingDirectory = folder, Workspace = asked.Workspace with { Root = folder } };
            await gate.GrantAsync(asked);
            File.CreateSymbolicLink(Path.Combine(folder, "made.txt"), "/etc/passwd");
            gate.Decide(asked).Decision.ShouldBe(Decision.Review);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_remembered_goes_by_the_version_of_the_grants()
    {
        using var gate = await GrantFixture.OpenAsync();
        gate.Decide(GrantFixture.Bash("fine"));
        gate.Decide(GrantFixture.Bash("fine")).Tier.ShouldBe(Tier.Memory);
        var grant = (await gate.GrantAsync(GrantFixture.Bash("tool --x"))).ShouldNotBeNull();
        gate.Decide(GrantFixture.Bash("fine")).Tier.ShouldBe(Tier.Policy);
        await gate.Book.RevokeAsync(grant.Id, new Actor(ActorKind.User, "ben"), TestContext.Current.CancellationToken);
        gate.Decide(GrantFixture.Bash("fine")).Tier.ShouldBe(Tier.Policy);
        MemoryKey.Of(GrantFixture.Bash("fine"), "v", 1, 0).ShouldNotBe(MemoryKey.Of(GrantFixture.Bash("fine"), "v", 2, 0));
    }
}
