using System.Text;
using System.Text.Json;
using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class HookSettingsTests
{
    private static readonly string[] Texts =
    [
        "{}\n",
        "{\n}",
        "",
        "{\"model\":\"opus\"}",
        "{\n  \"model\": \"opus\",\n  \"permissions\": {\n    \"allow\": [\"Bash(git:*)\"]\n  }\n}\n",
        "{\n\t\"env\": {\"A\": \"\\u00e4\\/\"},\n\t\"n\": 1.0e5\n}\n",
        "{\r\n    \"a\": null\r\n}\r\n",
        "{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}\n    ],\n    \"Stop\": []\n  },\n  \"z\": 1\n}\n",
        "\uFEFF{\n  \"a\": \"ü\"\n}\n",
    ];

    // With the version that Cursor wants stated, so that uninstalling has nothing else to take back.
    private static readonly string[] Versioned =
    [
        "{\"version\":1,\"model\":\"opus\"}",
        "{\n  \"version\": 1,\n  \"permissions\": {\n    \"allow\": [\"Bash(git:*)\"]\n  }\n}\n",
        "{\n\t\"env\": {\"A\": \"\\u00e4\\/\"},\n\t\"version\": 1\n}\n",
        "{\r\n    \"version\": 1,\r\n    \"a\": null\r\n}\r\n",
    ];

    public static TheoryData<string, string> Files() => Cases(Texts);

    public static TheoryData<string, string> VersionedFiles() => Cases(Versioned);

    public static TheoryData<string> Agents() => [.. KnownAgents.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_event_gets_one_entry_for_every_tool(string agent, string file)
    {
        using var document = JsonDocument.Parse(Install(agent, file).TrimStart('\uFEFF'));
        foreach (var entry in KnownAgents.Entries(agent))
        {
            var groups = document.RootElement.GetProperty("hooks").GetProperty(entry.Event).EnumerateArray();
            var handler = groups.Select(group => agent == "cursor" ? group : Handler(group)).Where(IsOurs).ShouldHaveSingleItem();
            handler.GetProperty("command").GetString().ShouldBe(entry.Command);
            handler.GetProperty("command").GetString()!.ShouldContain($" {entry.Event} {agent}");
            handler.GetProperty("timeout").GetInt32().ShouldBe(agent == "gemini" ? HookCommandLine.TimeoutSeconds * 1000 : HookCommandLine.TimeoutSeconds);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Installing_twice_changes_nothing_the_second_time(string agent, string file)
    {
        var once = Encoding.UTF8.GetBytes(Install(agent, file));
        Settings(agent).Install(once, KnownAgents.Entries(agent)).ShouldBeSameAs(once);
    }

    [Theory]
    [MemberData(nameof(VersionedFiles))]
    public void Uninstalling_gives_back_every_byte(string agent, string file) =>
        Encoding.UTF8.GetString(Settings(agent).Uninstall(Encoding.UTF8.GetBytes(Install(agent, file)))).ShouldBe(file);

    [Theory]
    [InlineData("claude-code", "{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}\n    ]\n  },\n  \"z\": 1\n}\n")]
    [InlineData("codex", "{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}\n    ]\n  }\n}\n")]
    [InlineData("gemini", "{\n  // what I like\n  \"theme\": \"dark\", /* really */\n  \"hooks\": {\n    \"enabled\": true,\n    \"BeforeTool\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}]\n  }\n}\n")]
    [InlineData("gemini", "{\n  // \"lint\": nothing yet\n}\n")]
    [InlineData("gemini", "{\n  \"lint\": 1 // last\n}\n")]
    [InlineData("cursor", "{\n  \"version\": 1,\n  \"hooks\": {\n    \"stop\": [{\"command\": \"bell\"}],\n    \"preToolUse\": [{\"command\": \"lint\", \"matcher\": \"Shell\"}]\n  }\n}\n")]
    public void Hooks_of_others_stay_through_install_and_uninstall(string agent, string file)
    {
        var installed = Install(agent, file);
        installed.ShouldContain("\"lint\"");
        Encoding.UTF8.GetString(Settings(agent).Uninstall(Encoding.UTF8.GetBytes(installed))).ShouldBe(file);
    }

    [Fact]
    public void What_is_added_looks_like_the_rest()
    {
        Install("claude-code", "{\n    \"model\": \"opus\"\n}\n").ShouldStartWith("{\n    \"model\": \"opus\",\n    \"hooks\": {\n        \"PreToolUse\": [\n            {\n                \"matcher\": \"*\",");
        Install("cursor", "{\n    \"version\": 1\n}\n").ShouldStartWith("{\n    \"version\": 1,\n    \"hooks\": {\n        \"preToolUse\": [\n            {\n                \"command\": ");
        Install("codex", "{\r\n  \"a\": 1\r\n}\r\n").Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void Hooks_of_another_installation_are_replaced_and_foreign_ones_kept(string agent)
    {
        var foreign = agent == "cursor" ? """{"hooks":{"preToolUse":[{"command":"mine"}]}}"""
            : $$$"""{"hooks":{"{{{KnownAgents.Of(agent).Events[0]}}}":[{"matcher":"*","hooks":[{"type":"command","command":"mine"}]}]}}""";
        var old = Settings(agent).Install(Encoding.UTF8.GetBytes(foreign), KnownAgents.Entries(agent, "/old/hooks/pharos-hook.sh", "other", blockOnFailure: false));
        var text = Install(agent, Encoding.UTF8.GetString(old));
        text.ShouldNotContain("/old/");
        text.ShouldContain("\"mine\"");
        Settings(agent).Find(Encoding.UTF8.GetBytes(text)).ShouldBe(KnownAgents.Entries(agent));
    }

    [Fact]
    public void A_handler_the_user_put_into_our_entry_stays()
    {
        var text = Encoding.UTF8.GetBytes("""{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"/d/pharos-hook.sh PreToolUse x"},{"type":"command","command":"mine"}]}]}}""");
        Encoding.UTF8.GetString(Settings("claude-code").Uninstall(text)).ShouldBe("""{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"mine"}]}]}}""");
    }

    [Fact]
    public void Only_events_that_stop_something_say_that_a_failure_does()
    {
        foreach (var name in (string[])["claude-code", "cursor"])
        {
            KnownAgents.Entries(name).Where(entry => entry.BlocksOnFailure).Select(entry => entry.Event).ShouldBe(KnownAgents.StoppingEvents(name), name);
        }

        using var cursor = JsonDocument.Parse(Install("cursor", ""));
        cursor.RootElement.GetProperty("version").GetInt32().ShouldBe(1);
        cursor.RootElement.GetProperty("hooks").GetProperty("preToolUse")[0].GetProperty("failClosed").GetBoolean().ShouldBeTrue();
        using var claude = JsonDocument.Parse(Install("claude-code", ""));
        Handler(claude.RootElement.GetProperty("hooks").GetProperty("PreToolUse")[0]).GetProperty("onFailure").GetString().ShouldBe("block");
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void The_shim_gives_up_before_the_agent_does(string agent)
    {
        var unit = agent == "gemini" ? 1000 : 1;
        KnownAgents.Entries(agent).ShouldAllBe(entry => entry.Timeout > HookShim.DeadlineSeconds * unit && entry.Timeout <= 15 * unit);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_file_that_is_not_settings_is_refused_and_not_repaired(string agent)
    {
        foreach (var file in (string[])["{", "{\"a\":1,}", "[]", "{} {}", "{\"hooks\":[]}", "{\"hooks\":{\"PreToolUse\":{}}}", "{\"hooks\":{},\"hooks\":{}}"])
        {
            Should.Throw<HookSettingsException>(() => Install(agent, file), file);
            Should.Throw<HookSettingsException>(() => Settings(agent).Uninstall(Encoding.UTF8.GetBytes(file)), file);
        }
    }

    [Fact]
    public void What_only_one_agent_refuses_is_refused_for_it()
    {
        Should.Throw<HookSettingsException>(() => Install("claude-code", "// settings\n{}"));
        Should.Throw<HookSettingsException>(() => Install("cursor", "{\"version\":2}"));
        Install("gemini", "// settings\n{}").ShouldStartWith("// settings\n{");
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public void No_mangled_file_gets_past_as_anything_but_settings_or_a_refusal(string agent)
    {
        var random = new Random(20261121);
        var original = Encoding.UTF8.GetBytes(Install(agent, "{\n  \"a\": [1, {\"b\": \"c\"}]\n}\n"));
        for (var round = 0; round < 1000; round++)
        {
            var text = original.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(32, 127);
            }

            try
            {
                using var document = JsonDocument.Parse(Settings(agent).Install(text, KnownAgents.Entries(agent)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
                document.RootElement.GetProperty("hooks").GetProperty(KnownAgents.Of(agent).Events[0]).GetArrayLength().ShouldBeGreaterThan(0);
            }
            catch (HookSettingsException)
            {
                // The refusal is the other right answer.
            }
        }
    }

    private static TheoryData<string, string> Cases(string[] files)
    {
        var cases = new TheoryData<string, string>();
        foreach (var agent in KnownAgents.Names)
        {
            foreach (var file in files)
            {
                cases.Add(agent, file);
            }
        }

        return cases;
    }

    private static HookSettings Settings(string agent) => new(KnownAgents.Of(agent).Layout);

    private static string Install(string agent, string file) => Encoding.UTF8.GetString(Settings(agent).Install(Encoding.UTF8.GetBytes(file), KnownAgents.Entries(agent)));

    private static JsonElement Handler(JsonElement group) => group.GetProperty("hooks")[0];

    private static bool IsOurs(JsonElement handler) => handler.GetProperty("command").GetString()!.Contains(HookShim.FileName, StringComparison.Ordinal);
}
