using System.Net;
using Pharos.Agents;

namespace Pharos.Server.Tests.Mcp;

public sealed class McpSessionLimitTests(McpSessionLimitTests.SmallServer server) : IClassFixture<McpSessionLimitTests.SmallServer>
{
    public sealed class SmallServer : McpTestServer
    {
        /// <summary>Stands still while sessions are opened: on a slow machine, the first would have rested before the last is there.</summary>
        internal ManualClock Time { get; } = new();

        protected override TimeProvider Clock => Time;

        protected override string Configuration => base.Configuration + """

            mcp:
              sessions: 5
              sessionsPerAgent: 4
              sessionIdle: 1s
            """;
    }

    [Fact]
    public async Task Sessions_are_bounded_and_make_room_when_they_have_rested()
    {
        for (var i = 0; i < 4; i++)
        {
            (await OpenAsync("greedy")).ShouldBe(HttpStatusCode.OK);
        }

        (await OpenAsync("greedy")).ShouldBe(HttpStatusCode.TooManyRequests);
        (await OpenAsync("modest")).ShouldBe(HttpStatusCode.OK);
        (await OpenAsync("late")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        for (var look = 0; server.Server.Parts.McpSessions.Count > 0; look++)
        {
            look.ShouldBeLessThan(3000);
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }

        (await OpenAsync("late")).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> OpenAsync(string subject)
    {
        using var response = await server.SendAsync(
            "POST",
            "/mcp",
            await server.TokenAsync(Role.Agent, subject),
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""",
            request => request.Headers.Accept.ParseAdd("application/json, text/event-stream"));
        return response.StatusCode;
    }
}
