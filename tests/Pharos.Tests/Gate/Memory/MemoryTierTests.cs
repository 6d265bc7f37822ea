using Pharos.Agents;
using Pharos.Gate.Facts;
using Pharos.Gate.Memory;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate.Memory;

public sealed class MemoryTierTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_decision_is_found_again()
    {
        var memory = new MemoryTier(100);
        memory.Store(Key("ls"), Decision());
        memory.Find(Key("ls"), UnknownDisk.Instance, Now).ShouldNotBeNull();
        memory.Hits.ShouldBe(1);
    }

    [Fact]
    public void A_decision_is_forgotten_at_its_expiry()
    {
        var memory = new MemoryTier(100);
        memory.Store(Key("ls"), Decision());
        memory.Find(Key("ls"), UnknownDisk.Instance, Now.AddMinutes(5)).ShouldBeNull();
    }

    public static TheoryData<string, MemoryKey> OtherQuestions()
    {
        var key = Key("ls");
        return new TheoryData<string, MemoryKey>
        {
            { "input", Key("ls -a") },
            { "kind", key with { Kind = ProposalKind.ToolCall } },
            { "tool", key with { Tool = "Shell" } },
            { "agent", key with { Agent = key.Agent with { Id = "other" } } },
            { "session", key with { Agent = key.Agent with { Session = "s2" } } },
            { "subagent", key with { Agent = key.Agent with { Subagent = "helper" } } },
            { "role", key with { Agent = key.Agent with { Role = Role.Admin } } },
            { "working directory", key with { WorkingDirectory = "/w/sub" } },
            { "workspace", key with { Workspace = key.Workspace with { Root = "/x" } } },
            { "mode", key with { Workspace = key.Workspace with { Mode = WorkspaceMode.DryRun } } },
            { "profile", key with { Workspace = key.Workspace with { Profile = WorkspaceProfile.Strict } } },
            { "configured", key with { Workspace = key.Workspace with { IsConfigured = false } } },
            { "host", key with { Host = new AgentHost("/home/eve", "eve") } },
            { "disk", key with { IsLocalDisk = false } },
            { "policy", key with { PolicyVersion = "1111111111111111" } },
            { "grants", key with { GrantVersion = 1 } },
        };
    }

    [Theory]
    [MemberData(nameof(OtherQuestions))]
    public void A_difference_in_any_part_is_another_question(string part, MemoryKey other)
    {
        var memory = new MemoryTier(100);
        memory.Store(Key("ls"), Decision());
        memory.Find(other, UnknownDisk.Instance, Now).ShouldBeNull(part);
    }

    [Fact]
    public void A_swapped_symbolic_link_makes_it_another_question()
    {
        var folder = Directory.CreateTempSubdirectory("pharos-memory-").FullName;
        try
        {
            Directory.CreateDirectory(folder + "/safe");
            File.CreateSymbolicLink(folder + "/link", folder + "/safe");
            var view = new RecordingView(LocalDisk.Instance);
            view.Look(folder + "/link/file");
            var memory = new MemoryTier(100);
            memory.Store(Key("rm link/file"), Decision(view.Fingerprint()));
            memory.Find(Key("rm link/file"), LocalDisk.Instance, Now).ShouldNotBeNull();

            File.Delete(folder + "/link");
            File.CreateSymbolicLink(folder + "/link", "/etc");
            memory.Find(Key("rm link/file"), LocalDisk.Instance, Now).ShouldBeNull();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_edited_file_that_decided_makes_it_another_question()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "test: cargo test");
            var view = new RecordingView(LocalDisk.Instance);
            view.ReadText(file, 1000);
            var memory = new MemoryTier(100);
            memory.Store(Key("make test"), Decision(view.Fingerprint()));
            File.WriteAllText(file, "test: rm -rf /  ");
            memory.Find(Key("make test"), LocalDisk.Instance, Now).ShouldBeNull();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Memory_stays_bounded_and_keeps_what_is_used()
    {
        var memory = new MemoryTier(100);
        memory.Store(Key("kept"), Decision());
        for (var i = 0; i < 10_000; i++)
        {
            memory.Store(Key($"echo {i}"), Decision());
            memory.Find(Key("kept"), UnknownDisk.Instance, Now).ShouldNotBeNull();
        }

        memory.Count.ShouldBeLessThanOrEqualTo(100);
    }

    private static MemoryKey Key(string command) => new(
        ProposalKind.Command,
        "Bash",
        RegoObject.Of(("command", RegoString.Of(command))),
        RegoObject.Empty,
        new AgentReference("claude-1", "s1", null, Role.Agent),
        new Workspace("/w", WorkspaceMode.Enforce, WorkspaceProfile.Balanced, true),
        "/w",
        new AgentHost("/home/dev", "dev"),
        true,
        "0000000000000000",
        0,
        0);

    private static RememberedDecision Decision(Fingerprint? fingerprint = null)
    {
        var answer = new Answer
        {
            Id = default,
            Decision = Pharos.Proposals.Decision.Allow,
            IsEnforced = true,
            Mode = WorkspaceMode.Enforce,
            Tier = Tier.Policy,
            Rule = "r",
            Reason = "",
            PolicyVersion = "0000000000000000",
        };
        return new RememberedDecision(answer, RegoObject.Empty, fingerprint ?? new RecordingView(UnknownDisk.Instance).Fingerprint(), Now.AddMinutes(5));
    }
}
