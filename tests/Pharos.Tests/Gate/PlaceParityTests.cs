using Pharos.Proposals;

namespace Pharos.Tests.Gate;

/// <summary>The same place by four ways in: what a command may not change, no other tool may change either, and the other way round.</summary>
public sealed class PlaceParityTests
{
    public static TheoryData<string> Places =>
    [
        "/workspace/src/a.ts", "/workspace/README.md", "/workspace/new/deep/file.txt", "/workspace/.env", "/workspace/.git/config", "/workspace/.git/hooks/pre-commit", "/workspace/.git/HEAD",
        "/workspace/.husky/pre-commit", "/workspace/package.json", "/workspace/Makefile", "/workspace/Dockerfile", "/workspace/.github/workflows/ci.yml", "/workspace/.vscode/tasks.json", "/workspace/conftest.py",
        "/workspace/.envrc", "/workspace/.npmrc", "/workspace/.gitconfig", "/workspace/id_rsa", "/workspace/secrets.json", "/workspace/../other/a.txt", "/workspace/../../etc/passwd",
        "/home/dev/.bashrc", "/home/dev/.profile", "/home/dev/.zshrc", "/home/dev/.ssh/authorized_keys", "/home/dev/.ssh/config", "/home/dev/.ssh/id_ed25519", "/home/dev/.aws/credentials", "/home/dev/.netrc",
        "/home/dev/.gitconfig", "/home/dev/.config/autostart/x.desktop", "/home/dev/.config/systemd/user/x.service", "/home/dev/.local/bin/tool", "/home/dev/notes.txt", "/home/other/.bashrc", "/root/.profile",
        "/etc/passwd", "/etc/shadow", "/etc/sudoers.d/x", "/etc/cron.d/x", "/etc/systemd/system/x.service", "/etc/profile.d/x.sh", "/etc/ld.so.preload", "/etc/hosts", "/etc/pam.d/sshd", "/etc/environment",
        "/usr/local/bin/tool", "/usr/bin/ls", "/var/spool/cron/crontabs/dev", "/var/log/auth.log", "/var/lib/pharos/log.db", "/tmp/x", "/var/tmp/x", "/tmp", "/dev/null", "/dev/sda", "/proc/sys/kernel/core_pattern",
        "/workspace/.claude/settings.json", "/home/dev/.claude/settings.json", "/workspace/.cursor/hooks.json", "/opt/app/config.yml", "/boot/grub/grub.cfg",
    ];

    [Theory]
    [MemberData(nameof(Places))]
    public void Writing_a_place_is_decided_the_same_by_every_tool(string place)
    {
        var command = ShippedGate.Decide("Bash", ShippedGate.Input(("command", $"echo x > {place}")));
        var write = ShippedGate.Decide("Write", ShippedGate.Input(("file_path", place), ("content", "x\n")));
        var edit = ShippedGate.Decide("Edit", ShippedGate.Input(("file_path", place), ("old_string", "y"), ("new_string", "x")));
        var server = ShippedGate.Decide("mcp__filesystem__write_file", ShippedGate.Input(("path", place), ("content", "x\n")));
        write.Decision.ShouldBe(command.Decision, $"Write {place}: {write.Rule} against {command.Rule}");
        edit.Decision.ShouldBe(command.Decision, $"Edit {place}: {edit.Rule} against {command.Rule}");
        server.Decision.ShouldBe(command.Decision, $"MCP {place}: {server.Rule} against {command.Rule}");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Reading_a_place_is_decided_the_same_by_every_tool(string place)
    {
        var command = ShippedGate.Decide("Bash", ShippedGate.Input(("command", $"cat {place}")));
        var read = ShippedGate.Decide("Read", ShippedGate.Input(("file_path", place)));
        var server = ShippedGate.Decide("mcp__filesystem__read_text_file", ShippedGate.Input(("path", place)));
        var page = ShippedGate.Decide("WebFetch", ShippedGate.Input(("url", "file://" + place)));
        read.Decision.ShouldBe(command.Decision, $"Read {place}: {read.Rule} against {command.Rule}");
        server.Decision.ShouldBe(command.Decision, $"MCP {place}: {server.Rule} against {command.Rule}");
        page.Decision.ShouldBeOneOf([command.Decision, Decision.Review], $"WebFetch {place}: {page.Rule} against {command.Rule}");
    }
}
