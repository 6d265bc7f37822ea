using Pharos.Gate;
using Pharos.Gate.Facts;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate.Facts;

/// <summary>Symbolic links on this machine's own disk, where the text of a path says less than it seems.</summary>
public sealed class LinkedPathsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pharos-links-");
    private readonly GateFixture _fixture;

    public LinkedPathsTests()
    {
        foreach (var name in new[] { "work", "data/keys", "elsewhere/deep" })
        {
            _folder.CreateSubdirectory(name);
        }

        File.CreateSymbolicLink(At("work/keys"), At("data/keys"));
        File.CreateSymbolicLink(At("work/deep"), At("elsewhere/deep"));
        File.CreateSymbolicLink(At("everything"), "/");
        _fixture = new GateFixture(
            """
            package pharos.gate
            import rego.v1
            allow contains {"rule": "test.inside", "reason": "inside", "covers": "all"} if { every e in input.facts.effects { e.inWorkspace } }
            """,
            protectedTargets: new ProtectedTargetsOptions { DataDirectory = At("data"), Port = 8765, ProcessId = 4242 })
        {
            Workspaces = new WorkspaceDirectory([new WorkspaceOptions(At("work")), new WorkspaceOptions(At("everything"))], "/root"),
        };
    }

    [Theory]
    [InlineData("cat keys/../log.db")]
    [InlineData("cd keys && cat ../log.db")]
    [InlineData("cd -P keys && cat ../log.db")]
    [InlineData("cd -P keys && cd .. && cat log.db")]
    [InlineData("echo x > keys/../pharos.yaml")]
    public void Climbing_out_of_a_link_ends_where_the_kernel_ends(string command) => Decide(command).ShouldBe("pharos.gate.protected.path");

    [Theory]
    [InlineData("cat k*/log.db")]
    [InlineData("cat */log.db")]
    [InlineData("cat ./k?ys/token")]
    [InlineData("cat k?ys/../log.db")]
    public void A_pattern_that_goes_through_a_link_reaches_where_the_link_leads(string command) => Decide(command).ShouldBe("pharos.gate.protected.path");

    [Theory]
    [InlineData("cp x d*p/")]
    [InlineData("cat d*/x")]
    [InlineData("cat d*")]
    public void A_pattern_that_goes_through_a_link_leaves_the_workspace(string command) => Decide(command).ShouldBe("pharos.gate.default");

    [Theory]
    [InlineData("ln -s / r; echo x > r/etc/y")]
    [InlineData("ln -s /etc/hostname s && cat s")]
    [InlineData("ln -s .. up; cat u*/data/log.db")]
    public void A_link_that_the_script_itself_makes_is_not_trusted(string command) => Decide(command).ShouldNotBe("test.inside");

    [Fact]
    public void A_pattern_that_matches_a_secret_is_seen_as_reading_it()
    {
        File.WriteAllText(At("work/.env"), "A=1");
        var facts = new FactsTier(new GateOptions().Shell);
        var intake = new ProposalIntake(_fixture.Clock, () => _fixture.Workspaces, _ => null, new Pharos.Agents.AgentHost("/root", "root"));
        var proposal = intake.Admit(Request(ProposalKind.Command, "Bash", RegoObject.Of(("command", RegoString.Of("cat .e*")))), GateFixture.Agent).Proposal!;
        facts.Examine(proposal, LocalDisk.Instance).Files.ShouldContain(file => file.Classes.HasFlag(Pharos.Shell.Effects.PathClass.Secret));
    }

    [Fact]
    public void More_patterns_than_are_followed_are_never_allowed() =>
        Decide("cat " + string.Join(' ', Enumerable.Range(0, 40).Select(i => $"f{i}*/x"))).ShouldBe("pharos.gate.unknown");

    [Fact]
    public void A_pattern_is_decided_anew_when_a_link_appears()
    {
        Decide("cat n*/x").ShouldBe("test.inside");
        File.CreateSymbolicLink(At("work/new"), At("elsewhere/deep"));
        Decide("cat n*/x").ShouldBe("pharos.gate.default");
    }

    [Theory]
    [InlineData("Read", "file_path")]
    [InlineData("Write", "file_path")]
    [InlineData("Grep", "path")]
    public void Climbing_out_of_a_link_in_a_file_tool_ends_there_too(string tool, string member)
    {
        var request = Request(ProposalKinds.OfTool(tool), tool, RegoObject.Of((member, RegoString.Of(At("work/keys/../log.db")))));
        _fixture.Decide(request).Rule.ShouldBe("pharos.gate.protected.path");
    }

    [Fact]
    public void Climbing_out_of_a_link_leaves_the_workspace() => Decide("cat deep/../x").ShouldBe("pharos.gate.default");

    [Fact]
    public void A_workspace_that_is_a_link_to_the_whole_disk_holds_nothing()
    {
        var request = Request(ProposalKind.FileWrite, "Write", RegoObject.Of(("file_path", RegoString.Of("/etc/motd")))) with { Workspace = At("everything") };
        _fixture.Decide(request).Rule.ShouldBe("pharos.gate.default");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Decide(string command) => _fixture.Decide(Request(ProposalKind.Command, "Bash", RegoObject.Of(("command", RegoString.Of(command))))).Rule;

    private ProposalRequest Request(ProposalKind kind, string tool, RegoObject input) =>
        GateFixture.Bash("x") with { Kind = kind, Tool = tool, Input = input, Workspace = At("work"), Host = null };
}
