using Pharos.Gate.Facts;
using Pharos.Proposals;
using Pharos.Rego.Values;

namespace Pharos.Tests.Gate.Facts;

public sealed class ProtectedTargetsTests
{
    private const string AllowAll =
        """
        package pharos.gate
        import rego.v1
        allow contains {"rule": "test.all", "reason": "all", "covers": "all"}
        """;

    private readonly GateFixture _fixture = new(AllowAll, protectedTargets: new ProtectedTargetsOptions
    {
        DataDirectory = "/srv/pharos-data",
        ProgramDirectories = ["/opt/pharos"],
        Port = 8765,
        ProcessId = 4242,
    });

    [Theory]
    [InlineData("cat /srv/pharos-data/keys/token.key")]
    [InlineData("cat /srv/../srv/pharos-data/keys/token.key")]
    [InlineData("cd /srv && cat pharos-data/log.db")]
    [InlineData("rm -rf /srv")]
    [InlineData("sqlite3 /srv/pharos-data/log.db 'delete from events'")]
    [InlineData("cp x /srv/pharos-data/pharos.yaml")]
    [InlineData("echo x > /srv/pharos-data/break-glass")]
    [InlineData("curl --unix-socket /srv/pharos-data/pharos.sock http://localhost/")]
    [InlineData("python3 -c \"open('/srv/pharos-data/log.db','w')\"")]
    [InlineData("tar cf x.tar /srv/pharos-data")]
    [InlineData("rsync -a /srv/ copy/")]
    [InlineData("rsync --archive -v ../srv copy/")]
    [InlineData("cat /home/other/.local/share/pharos/log.db")]
    public void The_data_directory_is_out_of_reach(string command) => ShouldBeProtected(command, "pharos.gate.protected.path");

    [Theory]
    [InlineData("rm .claude/settings.json")]
    [InlineData("echo '{}' > .claude/settings.local.json")]
    [InlineData("sed -i s/pharos/x/ /home/other/.claude/settings.json")]
    [InlineData("mv .claude .claude-off")]
    [InlineData("rm -rf .claude")]
    [InlineData("echo '{}' > .cursor/hooks.json")]
    [InlineData("rm .codex/hooks.json")]
    [InlineData("echo '{}' > /home/other/.gemini/trustedFolders.json")]
    [InlineData("echo insecure >> /home/other/.curlrc")]
    [InlineData("cp evil.sh .claude/hooks/pharos.sh")]
    [InlineData("chmod -x /opt/pharos/pharos-hook.sh")]
    [InlineData("rm -rf /opt/pharos")]
    public void Hook_settings_and_programs_cannot_be_changed(string command) => ShouldBeProtected(command, "pharos.gate.protected.path");

    [Theory]
    [InlineData("kill 4242")]
    [InlineData("kill -9 4242")]
    [InlineData("pkill -f pharos")]
    [InlineData("killall Pharos.Cli")]
    [InlineData("kill -9 -1")]
    public void The_process_cannot_be_signalled(string command) => ShouldBeProtected(command, "pharos.gate.protected.process");

    [Theory]
    [InlineData("curl http://127.0.0.1:8765/api/tokens")]
    [InlineData("curl http://localhost:8765/")]
    [InlineData("wget http://[::1]:8765/")]
    public void The_port_cannot_be_talked_to(string command) => ShouldBeProtected(command, "pharos.gate.protected.port");

    [Theory]
    [InlineData("pharos token create --subject me --role admin")]
    [InlineData("./pharos hook uninstall claude-code")]
    [InlineData("/usr/local/bin/pharos log tail")]
    [InlineData("sudo pharos serve")]
    [InlineData("dotnet Pharos.Cli.dll token list")]
    [InlineData("sh ./pharos policy activate x")]
    [InlineData("env X=1 pharos hook uninstall claude-code")]
    public void Only_check_may_be_run(string command) => ShouldBeProtected(command, "pharos.gate.protected.command");

    [Theory]
    [InlineData("pharos check -- ls")]
    [InlineData("cat .claude/settings.json")]
    [InlineData("ls /opt/pharos")]
    [InlineData("cat README.md")]
    [InlineData("curl http://127.0.0.1:3000/")]
    public void What_does_not_touch_the_gate_is_left_to_policy(string command) => _fixture.Decide(command).Rule.ShouldNotStartWith("pharos.gate.protected");

    [Theory]
    [InlineData("Write", "file_path", "/workspace/.claude/settings.json")]
    [InlineData("Edit", "file_path", "/srv/pharos-data/pharos.yaml")]
    [InlineData("Read", "file_path", "/srv/pharos-data/tokens/admin.token")]
    [InlineData("mcp__files__write", "path", "/srv/pharos-data/log.db")]
    [InlineData("mcp__files__write", "path", "../srv/pharos-data/log.db")]
    public void Every_other_tool_is_held_to_the_same(string tool, string argument, string path)
    {
        var kind = ProposalKinds.OfTool(tool);
        var request = GateFixture.Bash("x") with { Kind = kind, Tool = tool, Input = RegoObject.Of((argument, RegoString.Of(path))) };
        var answer = _fixture.Decide(request);
        answer.Decision.ShouldBe(Decision.Deny);
        answer.Rule.ShouldBe("pharos.gate.protected.path");
    }

    private void ShouldBeProtected(string command, string rule)
    {
        var answer = _fixture.Decide(command);
        answer.Decision.ShouldBe(Decision.Deny, command);
        answer.Rule.ShouldBe(rule, command);
        answer.Tier.ShouldBe(Tier.Facts);
    }
}
