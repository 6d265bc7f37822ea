using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Hooks;

/// <summary>Claude Code goes ahead on any status but 2xx, so each of these must be HTTP 200 with the deny of its event.</summary>
public sealed class HookFailureTests(HookTestServer server) : IClassFixture<HookTestServer>
{
    private const string Good = """{"session_id":"s","cwd":"/tmp/x","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t"}""";

    public static TheoryData<string> Bodies() =>
    [
        "", "{", "[]", "null", "\"x\"", "{}",
        Good.Replace("\"Bash\"", "5", StringComparison.Ordinal),
        Good.Replace("\"Bash\"", "\"\"", StringComparison.Ordinal),
        Good.Replace("""{"command":"ls"}""", "\"ls\"", StringComparison.Ordinal),
        Good.Replace("""{"command":"ls"}""", "{}", StringComparison.Ordinal),
        Good.Replace("\"ls\"", "[\"ls\"]", StringComparison.Ordinal),
        Good.Replace("/tmp/x", "relative", StringComparison.Ordinal),
        Good.Replace("/tmp/x", "/", StringComparison.Ordinal),
        Good.Replace("\"t\"", "7", StringComparison.Ordinal),
        Good.Replace("\"s\"", $"\"{new string('s', 300)}\"", StringComparison.Ordinal),
        Good.Replace("PreToolUse", "PostToolUse", StringComparison.Ordinal),
        Good.Replace("\"ls\"", new string('[', 500) + new string(']', 500), StringComparison.Ordinal),
        Good.Replace("\"ls\"", $"\"{new string('x', 70_000)}\"", StringComparison.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_payload_that_is_not_understood_denies(string body)
    {
        if (body.Length > 65536)
        {
            body.Length.ShouldBeGreaterThan(65536, "this one is over the limit on bodies");
        }

        HookTestServer.Decision(await server.HookAsync("PreToolUse", body)).ShouldBe("deny");
    }

    [Fact]
    public async Task Invalid_UTF8_denies()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/claude-code?event=PreToolUse", UriKind.Relative))
        {
            Content = new ByteArrayContent([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(Role.Agent));
        using var response = await server.Http.SendAsync(request);
        HookTestServer.Decision(await TestServer.JsonAsync(response)).ShouldBe("deny");
    }

    [Theory]
    [InlineData("PreToolUse")]
    [InlineData("PermissionRequest")]
    [InlineData("PostToolUse")]
    [InlineData("PostToolUseFailure")]
    [InlineData("UserPromptSubmit")]
    [InlineData("ConfigChange")]
    [InlineData("Stop")]
    [InlineData("EventOfNextYear")]
    public async Task Without_a_good_token_every_event_gets_the_no_it_understands(string eventName)
    {
        foreach (var token in (string[])["", "ph_x.y", await server.TokenAsync(Role.Viewer)])
        {
            var answer = await server.HookAsync(eventName, Good.Replace("PreToolUse", eventName, StringComparison.Ordinal), token);
            ShouldBeNo(answer, eventName);
        }
    }

    [Theory]
    [InlineData("ConfigChange")]
    [InlineData("PreCompact")]
    [InlineData("EventOfNextYear")]
    public async Task An_event_that_could_stop_something_and_is_not_judged_here_is_blocked(string eventName) =>
        ShouldBeNo(await server.HookAsync(eventName, Good.Replace("PreToolUse", eventName, StringComparison.Ordinal)), eventName);

    [Fact]
    public async Task Stop_is_never_blocked_because_there_block_means_go_on() =>
        (await server.HookAsync("Stop", Good.Replace("PreToolUse", "Stop", StringComparison.Ordinal))).EnumerateObject().ShouldBeEmpty();

    [Fact]
    public async Task An_agent_that_is_not_known_denies() =>
        HookTestServer.Decision(await server.HookAsync("PreToolUse", Good, agent: "other-agent")).ShouldBe("deny");

    [Fact]
    public async Task An_URL_without_an_event_denies() => HookTestServer.Decision(await server.HookAsync("", Good)).ShouldBe("deny");

    [Fact]
    public async Task A_foreign_page_is_denied_too()
    {
        using var response = await server.SendAsync(
            "POST", "/hooks/claude-code?event=PreToolUse", await server.TokenAsync(Role.Agent), Good, request => request.Headers.Add("Origin", "https://evil.example"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        HookTestServer.Decision(await TestServer.JsonAsync(response)).ShouldBe("deny");
    }

    [Fact]
    public async Task No_mangled_payload_is_allowed_without_being_understood()
    {
        var random = new Random(4);
        var token = await server.TokenAsync(Role.Agent);
        for (var round = 0; round < 300; round++)
        {
            var letters = Good.Replace("ls", "rm -rf /", StringComparison.Ordinal).ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                letters[random.Next(letters.Length)] = (char)random.Next(32, 127);
            }

            var answer = await server.HookAsync("PreToolUse", new string(letters), token);
            HookTestServer.Decision(answer).ShouldBeOneOf("allow", "ask", "deny");
            if (HookTestServer.Decision(answer) == "allow")
            {
                using var understood = JsonDocument.Parse(new string(letters));
                understood.RootElement.GetProperty("tool_name").GetString().ShouldNotBeNull();
            }
        }
    }

    private static void ShouldBeNo(JsonElement answer, string eventName)
    {
        switch (eventName)
        {
            case "PreToolUse":
                HookTestServer.Decision(answer).ShouldBe("deny");
                break;
            case "PermissionRequest":
                HookTestServer.Behavior(answer).ShouldBe("deny");
                break;
            case "ConfigChange" or "PreCompact" or "EventOfNextYear":
                answer.GetProperty("decision").GetString().ShouldBe("block");
                break;
            default:
                answer.EnumerateObject().ShouldBeEmpty();
                break;
        }
    }
}
