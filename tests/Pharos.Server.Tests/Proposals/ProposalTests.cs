using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Server.Http;

namespace Pharos.Server.Tests.Proposals;

public sealed class ProposalTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_proposal_gets_an_answer_of_the_described_shape_that_can_be_read_again()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Reading with the described contract fails on any member that the description does not know.
        var answer = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ServerJson.Default.AnswerContract)!;
        answer.Decision.ShouldBeOneOf("allow", "deny", "review");
        answer.Enforced.ShouldBeTrue();
        answer.Position.ShouldNotBeNull();
        using var again = await server.SendAsync("GET", $"/api/proposals/{answer.Id}", Role.Agent);
        var found = JsonSerializer.Deserialize(await again.Content.ReadAsStringAsync(), ServerJson.Default.AnswerContract)!;
        (found.Id, found.Decision, found.Rule, found.Position).ShouldBe((answer.Id, answer.Decision, answer.Rule, answer.Position));
    }

    [Fact]
    public async Task Another_agents_proposal_looks_like_none()
    {
        using var mine = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("ls"));
        var id = (await TestServer.JsonAsync(mine)).GetProperty("id").GetString();
        var other = await server.TokenAsync(Role.Agent, "somebody-else");
        foreach (var path in (string[])[$"/api/proposals/{id}", $"/api/proposals/{id}/similar"])
        {
            using var response = await server.SendAsync("GET", path, other);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await TestServer.CodeAsync(response)).ShouldBe("proposal.unknown");
        }

        using var report = await server.SendAsync("POST", $"/api/proposals/{id}/outcome", other, """{"outcome":"done"}""");
        report.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var viewer = await server.SendAsync("GET", $"/api/proposals/{id}", Role.Viewer);
        viewer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_agent_cannot_speak_for_another()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("ls", ""","agent":{"id":"other"}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestServer.CodeAsync(response)).ShouldBe("agent.mismatch");
    }

    [Fact]
    public async Task A_repeated_operation_answers_the_same_proposal_and_other_content_is_a_mismatch()
    {
        var operation = $",\"operationId\":\"{Guid.CreateVersion7()}\"";
        using var first = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("ls", operation));
        using var second = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("ls", operation));
        using var third = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("pwd", operation));
        (await TestServer.JsonAsync(second)).GetProperty("id").GetString().ShouldBe((await TestServer.JsonAsync(first)).GetProperty("id").GetString());
        third.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestServer.CodeAsync(third)).ShouldBe("append.mismatch");
    }

    [Fact]
    public async Task An_outcome_moves_the_proposals_state()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
        var answer = await TestServer.JsonAsync(response);
        var id = answer.GetProperty("id").GetString();
        using var report = await server.SendAsync("POST", $"/api/proposals/{id}/outcome", Role.Agent, """{"outcome":"done","detail":"exit 0"}""");
        report.StatusCode.ShouldBe(HttpStatusCode.OK);
        var isDenied = answer.GetProperty("decision").GetString() == "deny";
        (await TestServer.JsonAsync(report)).GetProperty("bypassed").GetBoolean().ShouldBe(isDenied);
        using var bad = await server.SendAsync("POST", $"/api/proposals/{id}/outcome", Role.Agent, """{"outcome":"perhaps"}""");
        (await TestServer.CodeAsync(bad)).ShouldBe("outcome.state");
    }

    [Fact]
    public async Task Touching_the_data_folder_is_denied()
    {
        var body = $$"""{"kind":"file-read","tool":"Read","input":{"file_path":"{{server.Data}}/keys/token.key"},"workspace":"{{server.Workspace}}"}""";
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, body);
        (await TestServer.JsonAsync(response)).GetProperty("decision").GetString().ShouldBe("deny");
    }

    [Fact]
    public async Task A_batch_answers_each_in_order_with_an_answer_or_a_problem()
    {
        var body = "{\"proposals\":[" + server.Command("ls") + ",{\"kind\":\"nonsense\",\"tool\":\"x\",\"input\":{}}," + server.Command("pwd") + "]}";
        using var response = await server.SendAsync("POST", "/api/proposals/batch", Role.Agent, body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var results = (await TestServer.JsonAsync(response)).GetProperty("results");
        results.GetArrayLength().ShouldBe(3);
        results[0].TryGetProperty("decision", out _).ShouldBeTrue();
        results[1].GetProperty("code").GetString().ShouldBe("proposal.kind");
        results[2].TryGetProperty("decision", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("[]", "batch.size")]
    [InlineData("{}", "batch.shape")]
    [InlineData("7", "batch.shape")]
    [InlineData("[", "proposal.malformed")]
    public async Task A_bad_batch_is_refused_with_its_code(string body, string code)
    {
        using var response = await server.SendAsync("POST", "/api/proposals/batch", Role.Agent, body);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task A_batch_of_more_than_a_thousand_is_refused()
    {
        using var response = await server.SendAsync("POST", "/api/proposals/batch", Role.Agent, $"[{string.Join(',', Enumerable.Repeat("1", 1001))}]");
        (await TestServer.CodeAsync(response)).ShouldBe("batch.size");
    }

    [Fact]
    public async Task Similar_decisions_are_earlier_ones_of_the_same_tool()
    {
        using var first = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git log"));
        using var second = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git log"));
        var id = (await TestServer.JsonAsync(second)).GetProperty("id").GetString();
        using var response = await server.SendAsync("GET", $"/api/proposals/{id}/similar", Role.Agent);
        var ids = (await TestServer.JsonAsync(response)).GetProperty("similar").EnumerateArray().Select(answer => answer.GetProperty("id").GetString()).ToList();
        ids.ShouldContain((await TestServer.JsonAsync(first)).GetProperty("id").GetString());
        ids.ShouldNotContain(id);
    }
}
