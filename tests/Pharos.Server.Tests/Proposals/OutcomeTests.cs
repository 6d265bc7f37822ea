using System.Net;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Gate;

namespace Pharos.Server.Tests.Proposals;

/// <summary>Many outcomes in one request.</summary>
public sealed class OutcomeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Many_outcomes_are_recorded_each_in_its_place()
    {
        var (first, second) = (await ProposeAsync(), await ProposeAsync());
        var results = await ReportAsync($$"""{"proposal":"{{first}}","outcome":"done"},{"proposal":"{{second}}","outcome":"failed","detail":"exit 1"}""");
        results.Select(result => result.GetProperty("id").GetString()).ShouldBe([first, second]);
        (await OutcomesOfAsync(first)).ShouldBe(["done"]);
        (await OutcomesOfAsync(second)).ShouldBe(["failed"]);
    }

    [Fact]
    public async Task What_is_said_of_one_proposal_keeps_its_order()
    {
        var id = await ProposeAsync();
        await ReportAsync($$"""{"proposal":"{{id}}","outcome":"executing"},{"proposal":"{{id}}","outcome":"failed"},{"proposal":"{{id}}","outcome":"done"}""");
        (await OutcomesOfAsync(id)).ShouldBe(["executing", "failed", "done"]);
    }

    [Fact]
    public async Task One_bad_outcome_of_many_does_not_keep_the_others_from_the_record()
    {
        var id = await ProposeAsync();
        var results = await ReportAsync($$"""{"proposal":"not one","outcome":"done"},{"proposal":"{{id}}","outcome":"perhaps"},{"proposal":"{{Guid.Empty}}","outcome":"done"},{"proposal":"{{id}}","outcome":"done"}""");
        results.Take(3).Select(result => result.GetProperty("code").GetString()).ShouldBe(["proposal.unknown", "outcome.state", "proposal.unknown"]);
        results[3].GetProperty("position").GetInt64().ShouldBePositive();
        (await OutcomesOfAsync(id)).ShouldBe(["done"]);
    }

    [Fact]
    public async Task Nobody_reports_on_the_proposals_of_others()
    {
        var id = await ProposeAsync();
        var stranger = await server.TokenAsync(Role.Agent, "outcome-stranger");
        using var response = await server.SendAsync("POST", "/api/proposals/outcomes", stranger, $$"""{"outcomes":[{"proposal":"{{id}}","outcome":"done"}]}""");
        (await TestServer.JsonAsync(response)).GetProperty("results")[0].GetProperty("code").GetString().ShouldBe("proposal.unknown");
        (await OutcomesOfAsync(id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"outcomes":[]}""", "batch.size")]
    [InlineData("""{"outcomes":[null]}""", "request.malformed")]
    [InlineData("""{"outcomes":null}""", "request.malformed")]
    [InlineData("""{}""", "request.malformed")]
    [InlineData("""{"outcomes":[{"outcome":"done"}]}""", "request.malformed")]
    public async Task A_body_without_outcomes_is_refused_with_its_code(string body, string code)
    {
        using var response = await server.SendAsync("POST", "/api/proposals/outcomes", Role.Agent, body);
        (await TestServer.CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task More_than_a_thousand_outcomes_are_refused()
    {
        const string item = """{"proposal":"x","outcome":"done"}""";
        using var response = await server.SendAsync("POST", "/api/proposals/outcomes", Role.Agent, $$"""{"outcomes":[{{string.Join(',', Enumerable.Repeat(item, 1001))}}]}""");
        (await TestServer.CodeAsync(response)).ShouldBe("batch.size");
    }

    private async Task<string> ProposeAsync()
    {
        using var response = await server.SendAsync("POST", "/api/proposals", Role.Agent, server.Command("git status"));
        return (await TestServer.JsonAsync(response)).GetProperty("id").GetString()!;
    }

    private async Task<List<JsonElement>> ReportAsync(string outcomes)
    {
        using var response = await server.SendAsync("POST", "/api/proposals/outcomes", Role.Agent, $$"""{"outcomes":[{{outcomes}}]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return [.. (await TestServer.JsonAsync(response)).GetProperty("results").EnumerateArray()];
    }

    private async Task<IEnumerable<string?>> OutcomesOfAsync(string id)
    {
        using var found = await server.SendAsync("GET", $"/api/events?correlation={id}&limit=100", Role.Viewer);
        return (await TestServer.JsonAsync(found)).GetProperty("events").EnumerateArray()
            .Where(record => record.GetProperty("type").GetString() is GateEvents.Executed or GateEvents.Bypassed)
            .Select(record => record.GetProperty("payload").GetProperty("outcome").GetString()).ToList();
    }
}
