using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class HookObstaclesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ph-obstacles").FullName;

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "{\"disableAllHooks\": true}")]
    [InlineData("claude-code", ".claude/settings.local.json", "{\"disableAllHooks\": true}")]
    [InlineData("gemini", ".gemini/settings.json", "{\"hooksConfig\": {\"enabled\": false}} // off")]
    [InlineData("gemini", ".gemini/settings.json", "{\"hooksConfig\": {\"disabled\": [\"pharos\"]}}")]
    [InlineData("gemini", ".gemini/settings.json", "{\"hooks\": {\"enabled\": false}}")]
    [InlineData("gemini", ".gemini/settings.json", "{\"hooks\": {\"disabled\": [\"/bin/sh '/d/pharos-hook.sh' BeforeTool g gemini\"]}}")]
    [InlineData("gemini", ".gemini/settings.json", "{\"tools\": {\"enableHooks\": false}}")]
    [InlineData("codex", ".codex/config.toml", "model = \"x\"\n[features]\n  hooks = false # off\n")]
    [InlineData("codex", ".codex/config.toml", "[features]\ncodex_hooks=false\n")]
    [InlineData("codex", ".codex/config.toml", "features.hooks = false\n")]
    public void A_switch_that_turns_hooks_off_is_seen(string agent, string file, string text)
    {
        Write(file, text);
        Find(agent).ShouldContain(obstacle => obstacle.Contains("nothing is checked", StringComparison.Ordinal) && obstacle.Contains(file, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "{\"disableAllHooks\": false}")]
    [InlineData("gemini", ".gemini/settings.json", "{\"hooksConfig\": {\"enabled\": true, \"disabled\": [\"lint\"]}, \"tools\": {\"enableHooks\": true}}")]
    [InlineData("codex", ".codex/config.toml", "hooks = false\n[features]\nhooks = true\n[other]\nhooks = false\n")]
    [InlineData("cursor", ".cursor/hooks.json", "{\"version\": 1}")]
    public void What_leaves_hooks_on_is_no_obstacle(string agent, string file, string text)
    {
        Write(file, text);
        Find(agent).ShouldNotContain(obstacle => obstacle.Contains("nothing is checked", StringComparison.Ordinal));
    }

    [Fact]
    public void Codex_hooks_that_nobody_trusted_are_an_obstacle_until_somebody_does()
    {
        Find("codex").ShouldHaveSingleItem().ShouldContain("/hooks");
        Write(".codex/config.toml", $"[hooks.state.\"{_folder}/.codex/hooks.json:pre_tool_use:0:0\"]\ntrusted_hash = \"sha256:00\"\n");
        Find("codex").ShouldBeEmpty();
    }

    [Fact]
    public void A_settings_file_that_cannot_be_read_is_named()
    {
        Write(".claude/settings.local.json", "{");
        Should.Throw<HookSettingsException>(() => Find("claude-code")).Message.ShouldContain("settings.local.json");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<string> Find(string agent)
    {
        var hooks = KnownAgents.Of(agent);
        return [.. hooks.Obstacles(new HookTarget(hooks, Path.Combine(_folder, hooks.SettingsPath), _folder, _folder))];
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
        File.WriteAllText(Path.Combine(_folder, file), text);
    }
}
