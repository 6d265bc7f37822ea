using System.Text;
using System.Text.Json;
using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class ClaudeSettingsTests
{
    private static readonly IReadOnlyList<ClaudeHook> Hooks = ClaudeHook.For("/data/hooks/pharos-hook.sh", "claude-code", blockOnFailure: true);

    public static TheoryData<string> Files() =>
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

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_event_gets_one_entry_for_every_tool(string file)
    {
        var after = Install(file);
        using var document = JsonDocument.Parse(after.TrimStart('\uFEFF'));
        foreach (var name in ClaudeHook.Events)
        {
            var groups = document.RootElement.GetProperty("hooks").GetProperty(name).EnumerateArray()
                .Where(group => group.GetProperty("hooks")[0].GetProperty("command").GetString()!.Contains("pharos-hook.sh", StringComparison.Ordinal)).ToList();
            var group = groups.ShouldHaveSingleItem();
            group.GetProperty("matcher").GetString().ShouldBe("*");
            var handler = group.GetProperty("hooks")[0];
            handler.GetProperty("type").GetString().ShouldBe("command");
            handler.GetProperty("timeout").GetInt32().ShouldBe(ClaudeHook.TimeoutSeconds);
            handler.GetProperty("command").GetString()!.ShouldContain($" {name} claude-code");
            handler.TryGetProperty("onFailure", out var onFailure).ShouldBe(name is "PreToolUse" or "PermissionRequest");
            (onFailure.ValueKind == JsonValueKind.Undefined || onFailure.ValueEquals("block")).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Installing_twice_changes_nothing_the_second_time(string file)
    {
        var once = Encoding.UTF8.GetBytes(Install(file));
        ClaudeSettings.Install(once, Hooks).ShouldBeSameAs(once);
    }

    [Theory]
    [InlineData("{\"model\":\"opus\"}")]
    [InlineData("{\n  \"model\": \"opus\",\n  \"permissions\": {\n    \"allow\": [\"Bash(git:*)\"]\n  }\n}\n")]
    [InlineData("{\n\t\"env\": {\"A\": \"\\u00e4\\/\"},\n\t\"n\": 1.0e5\n}\n")]
    [InlineData("{\r\n    \"a\": null\r\n}\r\n")]
    [InlineData("{\n  \"hooks\": {\n    \"PreToolUse\": [\n      {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}\n    ]\n  },\n  \"z\": 1\n}\n")]
    public void Uninstalling_gives_back_every_byte(string file) =>
        Encoding.UTF8.GetString(ClaudeSettings.Uninstall(Encoding.UTF8.GetBytes(Install(file)))).ShouldBe(file);

    [Fact]
    public void What_is_added_looks_like_the_rest()
    {
        Install("{\n    \"model\": \"opus\"\n}\n").ShouldStartWith("{\n    \"model\": \"opus\",\n    \"hooks\": {\n        \"PreToolUse\": [\n            {\n                \"matcher\": \"*\",");
        Install("{\r\n  \"a\": 1\r\n}\r\n").Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
    }

    [Fact]
    public void Hooks_of_another_installation_are_replaced_and_foreign_ones_kept()
    {
        var old = Encoding.UTF8.GetString(ClaudeSettings.Install(
            Encoding.UTF8.GetBytes("""{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"mine"}]}]}}"""),
            ClaudeHook.For("/old/hooks/pharos-hook.sh", "other", blockOnFailure: false)));
        var text = Install(old);
        text.ShouldNotContain("/old/");
        text.ShouldContain("\"mine\"");
        ClaudeSettings.Find(Encoding.UTF8.GetBytes(text)).ShouldBe(Hooks);
    }

    [Fact]
    public void A_handler_the_user_put_into_our_entry_stays()
    {
        var text = Encoding.UTF8.GetBytes("""{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"/d/pharos-hook.sh PreToolUse x"},{"type":"command","command":"mine"}]}]}}""");
        Encoding.UTF8.GetString(ClaudeSettings.Uninstall(text)).ShouldBe("""{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"mine"}]}]}}""");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// settings\n{}")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{\"hooks\":[]}")]
    [InlineData("{\"hooks\":{\"PreToolUse\":{}}}")]
    [InlineData("{\"hooks\":{},\"hooks\":{}}")]
    public void A_file_that_is_not_settings_is_refused_and_not_repaired(string file)
    {
        Should.Throw<ClaudeSettingsException>(() => ClaudeSettings.Install(Encoding.UTF8.GetBytes(file), Hooks));
        Should.Throw<ClaudeSettingsException>(() => ClaudeSettings.Uninstall(Encoding.UTF8.GetBytes(file)));
    }

    [Fact]
    public void No_mangled_file_gets_past_as_anything_but_settings_or_a_refusal()
    {
        var random = new Random(20261121);
        var original = Encoding.UTF8.GetBytes(Install("{\n  \"a\": [1, {\"b\": \"c\"}]\n}\n"));
        for (var round = 0; round < 3000; round++)
        {
            var text = original.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(32, 127);
            }

            try
            {
                using var document = JsonDocument.Parse(ClaudeSettings.Install(text, Hooks));
                document.RootElement.GetProperty("hooks").GetProperty("PreToolUse").GetArrayLength().ShouldBeGreaterThan(0);
            }
            catch (ClaudeSettingsException)
            {
                // The refusal is the other right answer.
            }
        }
    }

    private static string Install(string file) => Encoding.UTF8.GetString(ClaudeSettings.Install(Encoding.UTF8.GetBytes(file), Hooks));
}
