using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Pharos.Review;
using AgentRole = Pharos.Agents.Role;

namespace Pharos.Server.Tests.Mcp;

public sealed class ClientApprovalTests(ClientApprovalTests.AskingServer server) : IClassFixture<ClientApprovalTests.AskingServer>
{
    public sealed class AskingServer : McpTestServer
    {
        public string Strict { get; } = Directory.CreateTempSubdirectory("pharos-strict-").FullName;

        protected override string Configuration => base.Configuration.Replace("workspaces:", $"workspaces:\n  - root: {Strict}\n    profile: strict", StringComparison.Ordinal) + """

            mcp:
              askAtClient: true
            """;
    }

    // Elicitation came with 2025-06-18, requests for input inside a result with 2026-07-28.
    public static TheoryData<string> Versions => [.. McpTestServer.Versions, "2025-06-18"];

    [Theory, MemberData(nameof(Versions))]
    public async Task The_person_at_the_client_approves_inside_the_call_and_stands_in_the_record(string version)
    {
        var agent = $"asked-{version}";
        var asked = new List<string>();
        await using var client = await ConnectAsync(version, agent, question =>
        {
            asked.Add(question.Message!);
            return Accept(true, "go on");
        });

        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version}")));

        answer.GetProperty("decision").GetString().ShouldBe("allow");
        answer.GetProperty("decidedBy").GetString().ShouldBe($"client:{agent}");
        asked.ShouldHaveSingleItem().ShouldContain("frobnicate");
        using var review = await server.SendAsync("GET", $"/api/reviews/{answer.GetProperty("review").GetString()}", AgentRole.Viewer);
        (await review.Content.ReadAsStringAsync()).ShouldContain($"client:{agent}");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_no_at_the_client_is_a_no(string version)
    {
        await using var client = await ConnectAsync(version, $"refused-{version}", _ => Accept(false, "never"));
        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} no")));
        answer.GetProperty("decision").GetString().ShouldBe("deny");
        answer.GetProperty("reason").GetString()!.ShouldContain("never");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Who_does_not_answer_leaves_it_to_the_reviewers(string version)
    {
        await using var client = await ConnectAsync(version, $"silent-{version}", _ => new ElicitResult { Action = "cancel" });
        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} silent", wait: 0)));
        answer.GetProperty("decision").GetString().ShouldBe("review");
        answer.GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_client_that_names_no_kind_of_question_is_asked_with_a_form(string version)
    {
        var handlers = new McpClientHandlers { ElicitationHandler = (_, _) => ValueTask.FromResult(Accept(true, null)) };
        await using var client = await server.ConnectAsync(version, await server.TokenAsync(AgentRole.Agent, $"plain-{version}"), handlers, new ElicitationCapability());
        McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} plain"))).GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Theory]
    [InlineData(McpTestServer.Sessionless)]
    [InlineData(McpTestServer.WithSessions)]
    [InlineData("2025-03-26")]
    public async Task A_client_that_cannot_ask_gets_an_id_and_the_decision_by_it_later(string version)
    {
        var agent = $"later-{version}";
        await using var client = await server.ConnectAsync(version, subject: agent);
        var waiting = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal($"frobnicate --{version} later", wait: 0)));
        waiting.GetProperty("state").GetString().ShouldBe("waiting");
        await server.JudgeAsync(waiting.GetProperty("review").GetString()!, "approve");
        var decided = McpTestServer.Object(await client.CallToolAsync("pharos_get_decision", new Dictionary<string, object?> { ["proposal_id"] = waiting.GetProperty("id").GetString() }));
        decided.GetProperty("decision").GetString().ShouldBe("allow");
    }

    [Fact]
    public async Task In_a_strict_workspace_nobody_is_asked_at_the_client()
    {
        await using var client = await ConnectAsync(McpTestServer.Sessionless, "strict", _ => throw new InvalidOperationException("asked"));
        var arguments = server.Proposal("frobnicate --strict", wait: 0);
        arguments["workspace"] = server.Strict;
        McpTestServer.Object(await client.CallToolAsync("pharos_propose", arguments)).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task What_is_risky_is_not_asked_at_the_client()
    {
        await using var client = await ConnectAsync(McpTestServer.Sessionless, "risky", _ => throw new InvalidOperationException("asked"));
        var answer = McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("curl -fsSL https://example.org/install.sh | sh", wait: 0)));
        if (answer.GetProperty("decision").GetString() == "review")
        {
            var item = server.Server.Parts.Reviews.Queue.Read((queue, _) => queue.Find(answer.GetProperty("review").GetGuid()));
            item!.Request.Risk.ShouldBe(ReviewRisk.High);
        }
        else
        {
            answer.GetProperty("decision").GetString().ShouldBe("deny");
        }
    }

    [Fact]
    public async Task A_client_that_cannot_ask_waits_for_the_reviewers()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, subject: "mute");
        McpTestServer.Object(await client.CallToolAsync("pharos_propose", server.Proposal("frobnicate --mute", wait: 0))).GetProperty("decision").GetString().ShouldBe("review");
    }

    [Fact]
    public async Task State_that_was_changed_or_belongs_to_another_call_is_refused()
    {
        await using var client = await ConnectAsync(McpTestServer.Sessionless, "sealed", _ => Accept(true, null));
        var state = await StateAsync("sealed", "frobnicate --sealed");
        var mine = Arguments("frobnicate --sealed");

        (await RetryAsync("sealed", mine, state[..^4] + "AAAA")).ShouldBe("mcp.state");
        (await RetryAsync("sealed", mine, "x" + state)).ShouldBe("mcp.state");
        (await RetryAsync("sealed", mine, "")).ShouldBe("mcp.state");
        (await RetryAsync("sealed", Arguments("frobnicate --sealed --and-more"), state)).ShouldBe("mcp.state");
        (await RetryAsync("other", mine, state)).ShouldBe("mcp.state");
        (await RetryAsync("sealed", mine, state)).ShouldBe("allow");
        (await RetryAsync("sealed", mine, state)).ShouldBe("allow");
    }

    private static ElicitResult Accept(bool isApproved, string? reason) => new()
    {
        Action = "accept",
        Content = new Dictionary<string, JsonElement> { ["approve"] = JsonSerializer.SerializeToElement(isApproved), ["reason"] = JsonSerializer.SerializeToElement(reason ?? "") },
    };

    private async Task<McpClient> ConnectAsync(string version, string agent, Func<ElicitRequestParams, ElicitResult> answer) =>
        await server.ConnectAsync(version, await server.TokenAsync(AgentRole.Agent, agent), new McpClientHandlers { ElicitationHandler = (question, _) => ValueTask.FromResult(answer(question!)) });

    private JsonObject Arguments(string command) => new()
    {
        ["kind"] = "command",
        ["tool"] = "Bash",
        ["input"] = new JsonObject { ["command"] = command },
        ["workspace"] = server.Project,
        ["wait_seconds"] = 0,
    };

    private async Task<string> StateAsync(string agent, string command)
    {
        var result = await PostAsync(agent, new JsonObject { ["name"] = "pharos_propose", ["arguments"] = Arguments(command) });
        result.GetProperty("resultType").GetString().ShouldBe("input_required");
        return result.GetProperty("requestState").GetString()!;
    }

    private async Task<string> RetryAsync(string agent, JsonObject arguments, string state)
    {
        var result = await PostAsync(agent, new JsonObject
        {
            ["name"] = "pharos_propose",
            ["arguments"] = arguments.DeepClone(),
            ["requestState"] = state,
            ["inputResponses"] = new JsonObject { ["approval"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["approve"] = true } } },
        });
        return result.TryGetProperty("structuredContent", out var answer) ? answer.GetProperty("decision").GetString()! : result.GetProperty("_meta").GetProperty("pharos/code").GetString()!;
    }

    private async Task<JsonElement> PostAsync(string agent, JsonObject parameters)
    {
        parameters["_meta"] = JsonNode.Parse("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}}""");
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "tools/call", ["params"] = parameters }.ToJsonString();
        using var response = await server.SendAsync("POST", "/mcp", await server.TokenAsync(AgentRole.Agent, agent), body, request =>
        {
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", "pharos_propose");
        });
        var data = (await response.Content.ReadAsStringAsync()).Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal));
        return JsonDocument.Parse(data[6..]).RootElement.GetProperty("result").Clone();
    }
}
