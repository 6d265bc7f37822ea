using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests;

public sealed class RateLimitTests(RateLimitTests.LimitedServer server) : IClassFixture<RateLimitTests.LimitedServer>
{
    [Fact]
    public async Task A_token_that_used_up_its_rate_is_told_when_to_come_back_and_others_go_on()
    {
        var token = await server.TokenAsync(Role.Agent, "loud");
        for (var i = 0; i < 3; i++)
        {
            using var passed = await server.SendAsync("POST", "/api/proposals", token, server.Command("ls"));
            passed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var refused = await server.SendAsync("POST", "/api/proposals", token, server.Command("ls"));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await TestServer.CodeAsync(refused)).ShouldBe("rate.exceeded");
        using var other = await server.SendAsync("POST", "/api/proposals", await server.TokenAsync(Role.Agent, "quiet"), server.Command("ls"));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_batch_is_as_many_requests_as_it_has_items()
    {
        var token = await server.TokenAsync(Role.Agent, "batcher");
        using var first = await server.SendAsync("POST", "/api/proposals/batch", token, $"[{server.Command("ls")},{server.Command("ls")}]");
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await server.SendAsync("POST", "/api/proposals/batch", token, $"[{server.Command("ls")},{server.Command("ls")}]");
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_hook_over_its_rate_gets_a_deny_that_it_understands()
    {
        var token = await server.TokenAsync(Role.Agent, "hooked");
        var body = $$"""{"hook_event_name":"PreToolUse","session_id":"s","cwd":"{{server.Workspace}}","tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t"}""";
        for (var i = 0; i < 3; i++)
        {
            using var passed = await server.SendAsync("POST", "/hooks/claude-code?event=PreToolUse", token, body);
        }

        using var refused = await server.SendAsync("POST", "/hooks/claude-code?event=PreToolUse", token, body);
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("deny");
    }

    public sealed class LimitedServer : TestServer
    {
        protected override string Configuration => $"""
            workspaces:
              - root: {Workspace}
            log: {"{"} level: error {"}"}
            limits: {"{"} rate: {"{"} agent: 3 {"}"} {"}"}
            """;
    }
}
