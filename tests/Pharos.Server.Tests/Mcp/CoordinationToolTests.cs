using ModelContextProtocol.Client;
using AgentRole = Pharos.Agents.Role;

namespace Pharos.Server.Tests.Mcp;

public sealed class CoordinationToolTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    private static readonly string[] OriginalTools =
    [
        "lighthouse_get_bridge_status", "lighthouse_validate_command", "lighthouse_create_session", "lighthouse_validate_session", "lighthouse_register_expert", "lighthouse_delegate_to_expert",
        "lighthouse_store_event", "lighthouse_query_events", "lighthouse_dispatch_task", "lighthouse_start_collaboration", "lighthouse_health_check", "lighthouse_elicit_information",
        "lighthouse_check_elicitations", "lighthouse_respond_to_elicitation",
    ];

    [Fact]
    public async Task All_fourteen_tools_of_the_original_are_there_and_every_tool_describes_itself()
    {
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless);
        var tools = (await client.ListToolsAsync()).Select(tool => tool.ProtocolTool).ToList();

        OriginalTools.ShouldBeSubsetOf(tools.Select(tool => tool.Name));
        tools.ShouldAllBe(tool => tool.Description!.Length > 20 && tool.Title != null && tool.OutputSchema != null && tool.Annotations!.ReadOnlyHint != null && tool.Annotations.DestructiveHint == false);
        tools.Select(tool => tool.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task A_task_goes_from_one_agent_to_another_and_its_result_comes_back()
    {
        await using var builder = await server.ConnectAsync(McpTestServer.WithSessions, subject: "builder");
        await using var worker = await server.ConnectAsync(McpTestServer.Sessionless, await TokenAsync("worker"));
        var registered = McpTestServer.Object(await worker.CallToolAsync("lighthouse_register_expert", Arguments(("agent_type", "Translator"), ("capabilities", new[] { "German_Texts" }))));
        server.Keys[await TokenAsync("worker")] = registered.GetProperty("key").GetString()!;

        var listed = McpTestServer.Object(await builder.CallToolAsync("pharos_experts", Arguments(("capability", "german-texts"))));
        listed.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe("worker");
        var asking = builder.CallToolAsync("pharos_dispatch_task", Arguments(("summary", "Translate it"), ("input", new { text = "Haus" }), ("to", "worker"), ("wait_seconds", 60))).AsTask();
        var inbox = McpTestServer.Object(await worker.CallToolAsync("pharos_inbox", Arguments(("wait_seconds", 60))));
        var task = inbox.GetProperty("items")[0].GetProperty("id").GetString();
        McpTestServer.Object(await worker.CallToolAsync("pharos_claim_task", Arguments(("task_id", task))));
        McpTestServer.Object(await worker.CallToolAsync("pharos_report_progress", Arguments(("task_id", task), ("percent", 50))));
        McpTestServer.Object(await worker.CallToolAsync("pharos_finish_task", Arguments(("task_id", task), ("output", new { text = "house" }))));

        var done = McpTestServer.Object(await asking);
        done.GetProperty("state").GetString().ShouldBe("done");
        done.GetProperty("result").GetProperty("output").GetProperty("text").GetString().ShouldBe("house");
    }

    [Fact]
    public async Task A_task_is_nobody_elses_to_see_or_to_do()
    {
        await using var builder = await server.ConnectAsync(McpTestServer.Sessionless, subject: "builder-2");
        await using var worker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "worker-2");
        await using var stranger = await server.ConnectAsync(McpTestServer.Sessionless, subject: "stranger");
        McpTestServer.Object(await worker.CallToolAsync("pharos_register_expert", Arguments(("kinds", new[] { "work" }))));
        var task = McpTestServer.Object(await builder.CallToolAsync("lighthouse_dispatch_task", Arguments(("task_description", "Do it"), ("target_agent", "worker-2")))).GetProperty("id").GetString();

        McpTestServer.Code(await stranger.CallToolAsync("pharos_task", Arguments(("task_id", task)))).ShouldBe("task.unknown");
        McpTestServer.Code(await stranger.CallToolAsync("pharos_cancel_task", Arguments(("task_id", task)))).ShouldBe("task.asker");
        McpTestServer.Code(await stranger.CallToolAsync("pharos_claim_task", Arguments(("task_id", task)))).ShouldBe("signature.missing");
        McpTestServer.Code(await worker.CallToolAsync("pharos_inbox", Arguments())).ShouldBe("signature.missing");
        McpTestServer.Code(await worker.CallToolAsync("pharos_register_expert", Arguments(("kinds", new[] { "work" })))).ShouldBe("signature.missing");
    }

    [Fact]
    public async Task What_an_expert_says_of_a_task_has_to_be_signed_here_too()
    {
        await using var expert = await server.ConnectAsync(McpTestServer.Sessionless, AgentRole.Expert, "judge");
        McpTestServer.Object(await expert.CallToolAsync("pharos_register_expert", Arguments(("kinds", new[] { "judge" }))));
        McpTestServer.Code(await expert.CallToolAsync("pharos_finish_task", Arguments(("task_id", Guid.Empty.ToString()), ("verdict", "approve"), ("confidence", 1)))).ShouldBe("signature.missing");
    }

    [Fact]
    public async Task A_question_reaches_the_one_asked_and_the_answer_the_one_who_asked()
    {
        await using var asker = await server.ConnectAsync(McpTestServer.WithSessions, subject: "asker");
        await using var answerer = await server.ConnectAsync(McpTestServer.WithSessions, subject: "answerer");
        await using var stranger = await server.ConnectAsync(McpTestServer.WithSessions, subject: "eavesdropper");
        var schema = new { type = "object", properties = new { port = new { type = "integer", minimum = 1 } }, required = new[] { "port" } };
        var asking = asker.CallToolAsync("pharos_elicit", Arguments(("to", "answerer"), ("message", "Which port?"), ("schema", schema), ("wait_seconds", 60))).AsTask();
        var pending = McpTestServer.Object(await answerer.CallToolAsync("pharos_elicitations", Arguments(("wait_seconds", 60)))).GetProperty("items")[0];
        var id = pending.GetProperty("id").GetString();

        McpTestServer.Code(await stranger.CallToolAsync("pharos_get_elicitation", Arguments(("elicitation_id", id)))).ShouldBe("elicitation.unknown");
        McpTestServer.Code(await stranger.CallToolAsync("lighthouse_respond_to_elicitation", Arguments(("elicitation_id", id), ("response_type", "accept"), ("data", new { port = 1 })))).ShouldBe("elicitation.unknown");
        McpTestServer.Code(await answerer.CallToolAsync("lighthouse_check_elicitations", Arguments(("agent_id", "asker")))).ShouldBe("agent.mismatch");
        (await answerer.CallToolAsync("pharos_respond", Arguments(("elicitation_id", id), ("response", "accept"), ("content", new { port = "eighty" })))).IsError.ShouldBe(true);
        McpTestServer.Object(await answerer.CallToolAsync("lighthouse_respond_to_elicitation", Arguments(("elicitation_id", id), ("response_type", "accept"), ("data", new { port = 8765 }))));
        (await answerer.CallToolAsync("lighthouse_respond_to_elicitation", Arguments(("elicitation_id", id), ("response_type", "accept"), ("data", new { port = 1 })))).IsError.ShouldBe(true);

        var answer = McpTestServer.Object(await asking);
        answer.GetProperty("state").GetString().ShouldBe("accepted");
        answer.GetProperty("content").GetProperty("port").GetInt32().ShouldBe(8765);
    }

    [Fact]
    public async Task Two_agents_pair_over_the_protocol()
    {
        await using var driver = await server.ConnectAsync(McpTestServer.Sessionless, subject: "driver");
        await using var partner = await server.ConnectAsync(McpTestServer.WithSessions, subject: "partner");
        await using var stranger = await server.ConnectAsync(McpTestServer.Sessionless, subject: "outsider");
        var session = McpTestServer.Object(await driver.CallToolAsync(
            "pharos_collaborate", Arguments(("kind", "pair"), ("mode", "active"), ("objective", "Fix it"), ("participants", new[] { new { agent = "partner" } })))).GetProperty("id").GetString();

        McpTestServer.Object(await partner.CallToolAsync("pharos_accept_pairing", Arguments(("collaboration_id", session))));
        McpTestServer.Object(await partner.CallToolAsync("pharos_suggest", Arguments(("collaboration_id", session), ("file", "a.txt"), ("from_line", 1), ("to_line", 1), ("text", "better"))));
        McpTestServer.Object(await driver.CallToolAsync("pharos_judge_suggestion", Arguments(("collaboration_id", session), ("number", 1), ("verdict", "accept"), ("reason", "yes"))));
        McpTestServer.Object(await driver.CallToolAsync("pharos_say", Arguments(("collaboration_id", session), ("text", "done"))));
        var said = McpTestServer.Object(await partner.CallToolAsync("pharos_messages", Arguments(("collaboration_id", session), ("wait_seconds", 10))));
        var whole = McpTestServer.Object(await partner.CallToolAsync("pharos_collaboration", Arguments(("collaboration_id", session))));

        said.GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("done");
        whole.GetProperty("suggestions")[0].GetProperty("state").GetString().ShouldBe("accepted");
        McpTestServer.Object(await driver.CallToolAsync("pharos_collaborations", Arguments())).GetProperty("items").GetArrayLength().ShouldBe(1);
        McpTestServer.Code(await stranger.CallToolAsync("pharos_collaboration", Arguments(("collaboration_id", session)))).ShouldBe("collaboration.unknown");
    }

    [Fact]
    public async Task A_collaboration_starts_in_the_originals_words()
    {
        await using var one = await server.ConnectAsync(McpTestServer.WithSessions, subject: "lead");
        await server.TokenAsync(AgentRole.Agent, "helper");
        var session = McpTestServer.Object(await one.CallToolAsync(
            "lighthouse_start_collaboration", Arguments(("collaboration_type", "Design_Review"), ("participants", new[] { "lead", "helper" }), ("objective", "Look at it"))));
        session.GetProperty("kind").GetString().ShouldBe("design-review");
        session.GetProperty("participants").GetArrayLength().ShouldBe(2);
    }

    private readonly Dictionary<string, string> _tokens = [];

    private async Task<string> TokenAsync(string subject) => _tokens.TryGetValue(subject, out var token) ? token : _tokens[subject] = await server.TokenAsync(AgentRole.Agent, subject);

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] members) => members.ToDictionary(member => member.Name, member => member.Value);
}
