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
        McpTestServer.Code(await stranger.CallToolAsync("pharos_cancel_task", Arguments(("task_id", task)))).ShouldBe("task.unknown");
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
    public async Task What_an_expert_gives_is_asked_of_it_as_over_http_and_its_scores_are_the_same()
    {
        await using var builder = await server.ConnectAsync(McpTestServer.Sessionless, subject: "builder-3");
        var token = await server.TokenAsync(AgentRole.Expert, "worker-3");
        await using var worker = await server.ConnectAsync(McpTestServer.Sessionless, token);
        server.Keys[token] = McpTestServer.Object(await worker.CallToolAsync("pharos_register_expert", Arguments(("kinds", new[] { "work", "judge" }), ("capabilities", new[] { "same-here" })))).GetProperty("key").GetString()!;
        McpTestServer.Object(await builder.CallToolAsync("pharos_dispatch_task", Arguments(("summary", "Do it"), ("to", "worker-3"))));
        var task = McpTestServer.Object(await worker.CallToolAsync("pharos_inbox", Arguments(("wait_seconds", 60)))).GetProperty("items")[0].GetProperty("id").GetString();
        McpTestServer.Object(await worker.CallToolAsync("pharos_claim_task", Arguments(("task_id", task))));

        McpTestServer.Code(await worker.CallToolAsync("pharos_finish_task", Arguments(("task_id", task), ("verdict", "reject"), ("reason", "no")))).ShouldBe("task.opinion");
        McpTestServer.Object(await worker.CallToolAsync("pharos_finish_task", Arguments(("task_id", task), ("problem", "cannot be done"))));

        // A task of an agent's that failed says nothing about its judgement.
        await server.Server.Parts.Tasks.Board.ReachedAsync(await server.Server.Parts.Log.HeadAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        var told = McpTestServer.Object(await builder.CallToolAsync("pharos_experts", Arguments(("capability", "same-here")))).GetProperty("items")[0].GetProperty("scores");
        using var shown = await server.SendAsync("GET", "/api/experts/worker-3", AgentRole.Viewer);
        told.GetRawText().ShouldBe((await TestServer.JsonAsync(shown)).GetProperty("scores").GetRawText());
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

    [Fact]
    public async Task Who_started_a_session_asks_somebody_more_in_and_removes_them_again()
    {
        await using var lead = await server.ConnectAsync(McpTestServer.Sessionless, subject: "inviter");
        await using var guest = await server.ConnectAsync(McpTestServer.WithSessions, subject: "guest");
        await using var other = await server.ConnectAsync(McpTestServer.Sessionless, subject: "gatecrasher");
        var session = McpTestServer.Object(await lead.CallToolAsync("pharos_collaborate", Arguments(("kind", "design"), ("objective", "Plan it")))).GetProperty("id").GetString();

        McpTestServer.Code(await guest.CallToolAsync("pharos_join_collaboration", Arguments(("collaboration_id", session)))).ShouldBe("collaboration.unknown");
        var invited = McpTestServer.Object(await lead.CallToolAsync("pharos_invite_participant", Arguments(("collaboration_id", session), ("agent", "guest"), ("role", "critic"))));
        invited.GetProperty("participants").EnumerateArray().Single(one => one.GetProperty("agent").GetString() == "guest").GetProperty("role").GetString().ShouldBe("critic");
        McpTestServer.Code(await lead.CallToolAsync("pharos_invite_participant", Arguments(("collaboration_id", session), ("agent", "guest")))).ShouldBe("collaboration.joined");
        McpTestServer.Object(await guest.CallToolAsync("pharos_join_collaboration", Arguments(("collaboration_id", session))));
        McpTestServer.Code(await guest.CallToolAsync("pharos_invite_participant", Arguments(("collaboration_id", session), ("agent", "gatecrasher")))).ShouldBe("collaboration.owner");

        McpTestServer.Object(await lead.CallToolAsync("pharos_remove_participant", Arguments(("collaboration_id", session), ("agent", "guest"), ("reason", "done"))));
        McpTestServer.Code(await guest.CallToolAsync("pharos_collaboration", Arguments(("collaboration_id", session)))).ShouldBe("collaboration.unknown");
        McpTestServer.Code(await other.CallToolAsync("pharos_collaboration", Arguments(("collaboration_id", session)))).ShouldBe("collaboration.unknown");
    }

    [Fact]
    public async Task A_text_is_attached_by_one_and_read_by_the_other_and_by_nobody_else()
    {
        await using var lead = await server.ConnectAsync(McpTestServer.Sessionless, subject: "attacher");
        await using var reader = await server.ConnectAsync(McpTestServer.WithSessions, subject: "text-reader");
        await using var stranger = await server.ConnectAsync(McpTestServer.Sessionless, subject: "text-stranger");
        var session = McpTestServer.Object(await lead.CallToolAsync(
            "pharos_collaborate", Arguments(("kind", "design"), ("objective", "Plan it"), ("participants", new[] { new { agent = "text-reader" } })))).GetProperty("id").GetString();
        McpTestServer.Object(await reader.CallToolAsync("pharos_join_collaboration", Arguments(("collaboration_id", session))));

        var attached = McpTestServer.Object(await lead.CallToolAsync("pharos_attach_context", Arguments(("collaboration_id", session), ("name", "plan.md"), ("content", "# Plan\n"), ("media_type", "text/markdown"))));
        var hash = attached.GetProperty("hash").GetString();
        var read = McpTestServer.Object(await reader.CallToolAsync("pharos_read_context", Arguments(("collaboration_id", session), ("hash", hash))));
        read.GetProperty("content").GetString().ShouldBe("# Plan\n");
        read.GetProperty("by").GetString().ShouldBe("attacher");
        McpTestServer.Code(await stranger.CallToolAsync("pharos_read_context", Arguments(("collaboration_id", session), ("hash", hash)))).ShouldBe("collaboration.unknown");
        McpTestServer.Code(await reader.CallToolAsync("pharos_read_context", Arguments(("collaboration_id", session), ("hash", new string('0', 64))))).ShouldBe("context.unknown");
        McpTestServer.Code(await stranger.CallToolAsync("pharos_attach_context", Arguments(("collaboration_id", session), ("name", "a"), ("content", "b")))).ShouldBe("collaboration.unknown");
    }

    [Fact]
    public async Task The_proposal_that_carries_a_suggestion_out_is_named_by_whoever_made_it()
    {
        await using var driver = await server.ConnectAsync(McpTestServer.Sessionless, subject: "carrier");
        await using var partner = await server.ConnectAsync(McpTestServer.WithSessions, subject: "carrier-partner");
        var session = McpTestServer.Object(await driver.CallToolAsync(
            "pharos_collaborate", Arguments(("kind", "pair"), ("mode", "active"), ("objective", "Fix it"), ("participants", new[] { new { agent = "carrier-partner" } })))).GetProperty("id").GetString();
        McpTestServer.Object(await partner.CallToolAsync("pharos_accept_pairing", Arguments(("collaboration_id", session))));
        McpTestServer.Object(await partner.CallToolAsync("pharos_suggest", Arguments(("collaboration_id", session), ("file", "a.txt"), ("text", "better"))));
        McpTestServer.Object(await driver.CallToolAsync("pharos_judge_suggestion", Arguments(("collaboration_id", session), ("number", 1), ("verdict", "accept"))));
        var proposal = McpTestServer.Object(await driver.CallToolAsync("pharos_propose", server.Proposal("git status"))).GetProperty("id").GetString();

        McpTestServer.Code(await partner.CallToolAsync("pharos_carry_out_suggestion", Arguments(("collaboration_id", session), ("number", 1), ("proposal_id", proposal)))).ShouldBe("proposal.unknown");
        McpTestServer.Object(await driver.CallToolAsync("pharos_carry_out_suggestion", Arguments(("collaboration_id", session), ("number", 1), ("proposal_id", proposal))));
        McpTestServer.Object(await partner.CallToolAsync("pharos_collaboration", Arguments(("collaboration_id", session)))).GetProperty("suggestions")[0].GetRawText().ShouldContain(proposal!);
    }

    [Fact]
    public async Task Tasks_are_listed_for_who_asked_and_who_has_them_and_for_nobody_else()
    {
        await using var asker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "task-asker");
        await using var worker = await server.ConnectAsync(McpTestServer.Sessionless, subject: "task-worker");
        await using var stranger = await server.ConnectAsync(McpTestServer.Sessionless, subject: "task-stranger");
        McpTestServer.Object(await worker.CallToolAsync("pharos_register_expert", Arguments(("kinds", new[] { "work" }))));
        var task = McpTestServer.Object(await asker.CallToolAsync("pharos_dispatch_task", Arguments(("summary", "List me"), ("to", "task-worker")))).GetProperty("id").GetString();

        McpTestServer.Object(await asker.CallToolAsync("pharos_tasks", Arguments(("asked_by", "me")))).GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(task);
        McpTestServer.Object(await stranger.CallToolAsync("pharos_tasks", Arguments(("state", "all")))).GetProperty("items").GetArrayLength().ShouldBe(0);
        McpTestServer.Object(await asker.CallToolAsync("pharos_cancel_task", Arguments(("task_id", task))));
        McpTestServer.Object(await asker.CallToolAsync("pharos_tasks", Arguments())).GetProperty("items").GetArrayLength().ShouldBe(0);
        McpTestServer.Object(await asker.CallToolAsync("pharos_tasks", Arguments(("state", "closed")))).GetProperty("items")[0].GetProperty("state").GetString().ShouldBe("cancelled");
        McpTestServer.Code(await asker.CallToolAsync("pharos_tasks", Arguments(("after", "no page")))).ShouldBe("task.query");
    }

    private readonly Dictionary<string, string> _tokens = [];

    private async Task<string> TokenAsync(string subject) => _tokens.TryGetValue(subject, out var token) ? token : _tokens[subject] = await server.TokenAsync(AgentRole.Agent, subject);

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] members) => members.ToDictionary(member => member.Name, member => member.Value);
}
