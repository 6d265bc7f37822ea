using ModelContextProtocol.Client;
using Pharos.Agents;
using Pharos.Rego.Schema;
using Pharos.Rego.Values;

namespace Pharos.Server.Tests.Mcp;

public sealed class LighthouseToolTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    [Fact]
    public async Task A_command_is_validated_as_the_gate_decides()
    {
        await using var client = await server.ConnectAsync(McpTestServer.WithSessions, subject: "beam");
        var allowed = McpTestServer.Object(await client.CallToolAsync("lighthouse_validate_command", Validate("git status", "beam")));
        var denied = McpTestServer.Object(await client.CallToolAsync("lighthouse_validate_command", Validate("rm -rf /", "beam")));

        allowed.GetProperty("approved").GetBoolean().ShouldBeTrue(allowed.GetRawText());
        denied.GetProperty("approved").GetBoolean().ShouldBeFalse();
        denied.GetProperty("reasoning").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("lighthouse_validate_command")]
    [InlineData("lighthouse_create_session")]
    [InlineData("lighthouse_validate_session")]
    [InlineData("lighthouse_store_event")]
    [InlineData("lighthouse_query_events")]
    public async Task Who_says_to_be_another_agent_is_refused(string tool)
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, subject: "honest");
        var arguments = new Dictionary<string, object?> { ["agent_id"] = "admin" };
        switch (tool)
        {
            case "lighthouse_validate_command":
                arguments = Validate("git status", "admin");
                break;
            case "lighthouse_validate_session":
                arguments["session_token"] = "x";
                break;
            case "lighthouse_store_event":
                arguments["event_type"] = "system_started";
                arguments["event_data"] = new Dictionary<string, object?>();
                break;
        }

        McpTestServer.Code(await client.CallToolAsync(tool, arguments)).ShouldBe("agent.mismatch");
    }

    [Fact]
    public async Task Two_agents_at_once_are_two_agents_and_read_only_their_own()
    {
        await using var ann = await server.ConnectAsync(McpTestServer.WithSessions, subject: "ann");
        await using var ben = await server.ConnectAsync(McpTestServer.WithSessions, subject: "ben");
        await Task.WhenAll(Note(ann, "of-ann"), Note(ben, "of-ben"));

        var seen = (await ann.CallToolAsync("lighthouse_query_events", new Dictionary<string, object?> { ["event_type"] = "agent.noted" })).StructuredContent!.Value.GetProperty("events");

        seen.GetArrayLength().ShouldBe(1);
        seen[0].GetProperty("payload").GetProperty("kind").GetString().ShouldBe("of-ann");
        seen[0].GetProperty("actor").GetProperty("id").GetString().ShouldBe("ann");
        McpTestServer.Object(await ben.CallToolAsync("pharos_health")).GetProperty("subject").GetString().ShouldBe("ben");
    }

    [Fact]
    public async Task An_event_of_any_type_is_stored_as_a_note_so_that_none_can_be_forged()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, subject: "forger");
        var stored = McpTestServer.Object(await client.CallToolAsync("lighthouse_store_event", new Dictionary<string, object?>
        {
            ["event_type"] = "proposal.decided",
            ["event_data"] = new Dictionary<string, object?> { ["decision"] = "allow", ["token"] = "ghp_0123456789abcdefghijABCDEFGHIJ012345" },
        }));

        stored.GetProperty("type").GetString().ShouldBe("agent.noted");
        using var found = await server.SendAsync("GET", $"/api/events/{stored.GetProperty("position").GetInt64()}", Role.Viewer);
        var text = await found.Content.ReadAsStringAsync();
        text.ShouldContain("agent.noted");
        text.ShouldNotContain("ghp_0123456789");
    }

    [Fact]
    public async Task A_session_is_valid_for_its_agent_only()
    {
        await using var ann = await server.ConnectAsync(McpTestServer.Sessionless, subject: "ann-2");
        await using var ben = await server.ConnectAsync(McpTestServer.Sessionless, subject: "ben-2");
        var session = McpTestServer.Object(await ann.CallToolAsync("lighthouse_create_session", new Dictionary<string, object?> { ["agent_id"] = "ann-2", ["ip_address"] = "10.0.0.1", ["user_agent"] = "x" }));
        var token = session.GetProperty("session_token").GetString();

        session.GetProperty("agent_id").GetString().ShouldBe("ann-2");
        (await Valid(ann, token)).ShouldBeTrue();
        (await Valid(ben, token)).ShouldBeFalse();
        (await Valid(ann, token![..^3] + "AAA")).ShouldBeFalse();
        (await Valid(ann, "nonsense")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_state_of_the_server_is_measured_and_not_made_up()
    {
        await using var client = await server.ConnectAsync(McpTestServer.WithSessions, subject: "watcher");
        await client.CallToolAsync("pharos_propose", server.Proposal("frobnicate --watch", wait: 0));

        var status = McpTestServer.Object(await client.CallToolAsync("lighthouse_get_bridge_status", new Dictionary<string, object?> { ["request"] = new Dictionary<string, object?>() }));
        var health = McpTestServer.Object(await client.CallToolAsync("lighthouse_health_check"));

        status.GetProperty("components").EnumerateObject().Count().ShouldBeGreaterThan(5);
        status.GetProperty("active_agents").GetInt32().ShouldBeGreaterThan(0);
        status.GetProperty("pending_validations").GetInt32().ShouldBe(1);
        health.GetProperty("status").GetString().ShouldBe(status.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_viewer_sees_no_tool_that_acts()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, Role.Viewer);
        var tools = await client.ListToolsAsync();
        tools.ShouldAllBe(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == true || tool.Name == "pharos_get_decision");
        await Should.ThrowAsync<ModelContextProtocol.McpException>(async () => await client.CallToolAsync("pharos_propose", server.Proposal("git status")));
    }

    /// <summary>They are compiled when an argument first meets them, which is too late to learn that one cannot be.</summary>
    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.Agent)]
    [InlineData(Role.Reviewer)]
    [InlineData(Role.Expert)]
    public async Task Every_pattern_of_an_argument_can_be_matched_in_linear_time(Role role)
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, role);
        var tools = await client.ListToolsAsync();
        tools.ShouldNotBeEmpty();
        foreach (var tool in tools)
        {
            JsonSchema.Compile(RegoValue.ParseJson(tool.JsonSchema.GetRawText()), JsonSchemaDialect.Draft202012).Error.ShouldBeNull(tool.Name);
        }
    }

    private static async Task<bool> Valid(McpClient client, string? token) =>
        McpTestServer.Object(await client.CallToolAsync("lighthouse_validate_session", new Dictionary<string, object?> { ["session_token"] = token })).GetProperty("valid").GetBoolean();

    private static async Task Note(McpClient client, string kind) => McpTestServer.Object(
        await client.CallToolAsync("lighthouse_store_event", new Dictionary<string, object?> { ["event_type"] = kind, ["event_data"] = new Dictionary<string, object?> { ["x"] = 1 } }));

    private Dictionary<string, object?> Validate(string command, string agent) => new()
    {
        ["tool_name"] = "Bash",
        ["tool_input"] = new Dictionary<string, object?> { ["command"] = command },
        ["agent_id"] = agent,
        ["metadata"] = new Dictionary<string, object?> { ["cwd"] = server.Project },
    };
}
