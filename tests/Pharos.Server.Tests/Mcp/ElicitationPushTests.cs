using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pharos.Server.Tests.Tasks;
using AgentRole = Pharos.Agents.Role;

namespace Pharos.Server.Tests.Mcp;

public sealed class ElicitationPushTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    [Theory]
    [InlineData("accept", "accepted")]
    [InlineData("decline", "declined")]
    public async Task What_an_agent_is_asked_is_asked_at_its_client(string action, string state)
    {
        var asked = new TaskCompletionSource<string>();
        var agent = $"pushed-{action}";
        await using var answerer = await server.ConnectAsync(McpTestServer.WithSessions, await server.TokenAsync(AgentRole.Agent, agent), new McpClientHandlers
        {
            ElicitationHandler = (question, _) =>
            {
                asked.TrySetResult(question!.Message!);
                return ValueTask.FromResult(new ElicitResult
                {
                    Action = action,
                    Content = action == "accept" ? new Dictionary<string, JsonElement> { ["port"] = JsonSerializer.SerializeToElement(8765) } : null,
                });
            },
        });
        await using var asker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "questioner");

        var answer = McpTestServer.Object(await asker.CallToolAsync("pharos_elicit", new Dictionary<string, object?>
        {
            ["to"] = agent,
            ["message"] = "Which port?",
            ["schema"] = new { type = "object", properties = new { port = new { type = "integer" } }, required = new[] { "port" } },
            ["wait_seconds"] = 25,
        }));

        answer.GetProperty("state").GetString().ShouldBe(state);
        (await asked.Task).ShouldBe("questioner asks: Which port?");
    }

    [Theory]
    [InlineData(true, "accepted")]
    [InlineData(false, "pending")]
    public async Task Who_has_a_key_is_asked_at_its_client_where_it_opened_the_session_with_it(bool isSigned, string state)
    {
        var agent = $"pushed-keyed-{isSigned}";
        var token = await server.ExpertAsync(agent);
        if (isSigned)
        {
            server.Keys[token] = TaskRequests.KeyOf(token);
        }

        await using var answerer = await server.ConnectAsync(McpTestServer.WithSessions, token, new McpClientHandlers
        {
            ElicitationHandler = (_, _) => ValueTask.FromResult(new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["port"] = JsonSerializer.SerializeToElement(8765) } }),
        });
        await using var asker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "questioner-3");

        var answer = McpTestServer.Object(await asker.CallToolAsync("pharos_elicit", new Dictionary<string, object?>
        {
            ["to"] = agent,
            ["message"] = "Which port?",
            ["schema"] = new { type = "object", properties = new { port = new { type = "integer" } }, required = new[] { "port" } },
            ["wait_seconds"] = isSigned ? 25 : 2,
        }));

        answer.GetProperty("state").GetString().ShouldBe(state);
    }

    [Fact]
    public async Task A_form_that_clients_cannot_show_waits_for_the_agent_itself()
    {
        await using var answerer = await server.ConnectAsync(McpTestServer.WithSessions, await server.TokenAsync(AgentRole.Agent, "nested"), new McpClientHandlers
        {
            ElicitationHandler = (_, _) => ValueTask.FromResult(new ElicitResult { Action = "decline" }),
        });
        await using var asker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "questioner-2");

        var answer = McpTestServer.Object(await asker.CallToolAsync("pharos_elicit", new Dictionary<string, object?>
        {
            ["to"] = "nested",
            ["message"] = "All of it?",
            ["schema"] = new { type = "object", properties = new { list = new { type = "array", items = new { type = "object", properties = new { } } } } },
            ["wait_seconds"] = 2,
        }));

        answer.GetProperty("state").GetString().ShouldBe("pending");
    }
}
