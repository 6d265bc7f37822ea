using System.Net;
using Pharos.Agents;
using Pharos.Server.Tests.Collaborations;
using Pharos.Server.Tests.Mcp;
using Pharos.Server.Tests.Tasks;

namespace Pharos.Server.Tests.Security;

/// <summary>Who may act among agents: not who is suspended, and not unsigned who has a key and gives its judgement.</summary>
public sealed class StandingTests(McpTestServer server) : IClassFixture<McpTestServer>
{
    [Fact]
    public async Task A_suspended_expert_reads_what_it_takes_part_in_and_writes_nothing_until_it_is_resumed()
    {
        var token = await server.ExpertAsync("rogue");
        var session = await SessionAsync("rogue-owner", "rogue", token);
        await server.AsAsync("rogue-owner", "POST", $"{session}/suggestions", """{"file":"a.cs","text":"b"}""");
        var question = (await server.AsAsync("rogue-owner", "POST", "/api/elicitations", """{"to":"rogue","message":"Which?","schema":{"type":"object","properties":{"a":{"type":"string"}}},"timeout":"10m"}""")).GetProperty("id").GetString();
        await SuspendAsync("rogue");
        foreach (var (path, body) in new[]
        {
            ($"{session}/messages", """{"text":"hi"}"""), ($"{session}/suggestions", """{"file":"a","text":"b"}"""), ($"{session}/suggestions/1/accept", "{}"), ($"{session}/suggestions/1/reject", """{"reason":"no"}"""),
            ($"{session}/suggestions/1/modify", """{"text":"c"}"""), ($"{session}/decisions", """{"text":"a","reason":"b"}"""), ($"{session}/context", """{"name":"a","content":"b"}"""), ($"{session}/leave", "{}"),
            ("/api/collaborations", """{"kind":"discussion","objective":"x"}"""), ("/api/elicitations", """{"to":"rogue-owner","message":"m","schema":{"type":"object"}}"""),
            ($"/api/elicitations/{question}/respond", """{"nonce":"n","content":{}}"""), ($"/api/elicitations/{question}/decline", """{"nonce":"n"}"""), ("/api/tasks", """{"summary":"s"}"""),
        })
        {
            foreach (var isSigned in new[] { true, false })
            {
                using var refused = isSigned ? await server.SignedAsync("POST", path, token, body) : await server.SendAsync("POST", path, token, body);
                (refused.StatusCode, await TestServer.CodeAsync(refused)).ShouldBe((HttpStatusCode.Forbidden, "expert.suspended"), path);
            }
        }

        using var read = await server.SendAsync("GET", session, token);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var resumed = await server.SendAsync("POST", "/api/experts/rogue/resume", Role.Reviewer, "{}");
        using var said = await server.SignedAsync("POST", $"{session}/messages", token, """{"text":"back"}""");
        said.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_suspended_expert_writes_nothing_by_tools_either()
    {
        var token = await server.ExpertAsync("tool-rogue");
        var session = await SessionAsync("tool-owner", "tool-rogue", token);
        await SuspendAsync("tool-rogue");
        await using var client = await server.ConnectAsync(McpTestServer.Sessionless, token);
        var id = session.Split('/')[^1];
        McpTestServer.Code(await client.CallToolAsync("pharos_say", new Dictionary<string, object?> { ["collaboration_id"] = id, ["text"] = "hi" })).ShouldBe("expert.suspended");
        McpTestServer.Code(await client.CallToolAsync("pharos_dispatch_task", new Dictionary<string, object?> { ["summary"] = "do it" })).ShouldBe("expert.suspended");
        McpTestServer.Object(await client.CallToolAsync("pharos_collaboration", new Dictionary<string, object?> { ["collaboration_id"] = id })).GetProperty("messages").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_suspended_is_asked_into_no_session()
    {
        await server.ExpertAsync("unwanted");
        await SuspendAsync("unwanted");
        (await CollaborationRequests.RefusedAsync(server, "host", "POST", "/api/collaborations", """{"kind":"discussion","objective":"x","participants":[{"agent":"unwanted"}]}""")).Code.ShouldBe("collaboration.agent");
    }

    [Fact]
    public async Task Who_has_a_key_signs_its_judgements_and_who_has_none_need_not()
    {
        var token = await server.ExpertAsync("keyed");
        var session = await SessionAsync("keyed-owner", "keyed", token);
        await server.AsAsync("keyed-owner", "POST", $"{session}/suggestions", """{"file":"a.cs","text":"b"}""");
        using var unsigned = await server.SendAsync("POST", $"{session}/suggestions/1/accept", token, "{}");
        (unsigned.StatusCode, await TestServer.CodeAsync(unsigned)).ShouldBe((HttpStatusCode.Unauthorized, "signature.missing"));
        using var said = await server.SendAsync("POST", $"{session}/messages", token, """{"text":"what is said needs none"}""");
        said.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var signed = await server.SignedAsync("POST", $"{session}/suggestions/1/accept", token, "{}");
        signed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await server.PairAsync("keyless-driver", "keyless-partner");
    }

    [Fact]
    public async Task A_judgement_by_a_tool_is_signed_too()
    {
        var token = await server.ExpertAsync("tool-keyed");
        var session = await SessionAsync("tool-keyed-owner", "tool-keyed", token);
        await server.AsAsync("tool-keyed-owner", "POST", $"{session}/suggestions", """{"file":"a.cs","text":"b"}""");
        await using var client = await server.ConnectAsync(McpTestServer.WithSessions, token);
        var accept = new Dictionary<string, object?> { ["collaboration_id"] = session.Split('/')[^1], ["number"] = 1, ["verdict"] = "accept" };
        var refused = await client.CallToolAsync("pharos_judge_suggestion", accept);
        McpTestServer.Code(refused).ShouldBe("signature.missing");
        McpTestServer.Text(refused).ShouldContain("--key-file");
        server.Keys[token] = TaskRequests.KeyOf(token);
        McpTestServer.Object(await client.CallToolAsync("pharos_judge_suggestion", accept)).GetProperty("state").GetString().ShouldBe("open");
    }

    private async Task<string> SessionAsync(string owner, string expert, string token)
    {
        var started = await server.AsAsync(owner, "POST", "/api/collaborations", $$"""{"kind":"discussion","objective":"x","participants":[{"agent":"{{expert}}"}]}""");
        var path = $"/api/collaborations/{started.GetProperty("id").GetString()}";
        using var joined = await server.SignedAsync("POST", $"{path}/join", token, "{}");
        joined.StatusCode.ShouldBe(HttpStatusCode.OK);
        return path;
    }

    private async Task SuspendAsync(string expert)
    {
        using var suspended = await server.SendAsync("POST", $"/api/experts/{expert}/suspend", Role.Reviewer, """{"reason":"it lied"}""");
        suspended.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
