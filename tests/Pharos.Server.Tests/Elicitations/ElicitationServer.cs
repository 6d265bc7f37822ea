using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Elicitations;

/// <summary>A server whose limits for a minute stand in no test's way, and what tests of elicitations ask it.</summary>
public sealed class ElicitationServer : TestServer
{
    public const string Form = """{"type":"object","properties":{"branch":{"type":"string","enum":["main","next"]}},"required":["branch"]}""";

    protected override string Configuration => base.Configuration + "\nelicitations:\n  requestsPerMinute: 1000\n  responsesPerMinute: 1000\n";

    /// <summary>Asks as one agent what another is asked, and gives the answer.</summary>
    public async Task<JsonElement> AskAsync(string to, string extra = "", string query = "")
    {
        using var asked = await SendAsync("POST", $"/api/elicitations{query}", Role.Agent, Question(to, extra));
        asked.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await asked.Content.ReadAsStringAsync());
        return await JsonAsync(asked);
    }

    public static string Question(string to, string extra = "") => $$"""{"to":"{{to}}","message":"Which branch?","schema":{{Form}}{{extra}}}""";

    /// <summary>A token of an agent that nobody else uses, so that its inbox holds what one test put there.</summary>
    public async Task<(string Subject, string Token)> AgentAsync(Role role = Role.Agent)
    {
        var subject = $"agent-{Guid.NewGuid():N}";
        return (subject, await TokenAsync(role, subject));
    }

    /// <summary>What somebody is asked, with the nonces.</summary>
    public async Task<List<JsonElement>> InboxAsync(string token, string query = "?for=me")
    {
        using var inbox = await SendAsync("GET", $"/api/elicitations{query}", token);
        return [.. (await JsonAsync(inbox)).GetProperty("items").EnumerateArray()];
    }

    public Task<HttpResponseMessage> RespondAsync(string token, JsonElement question, string content = """{"branch":"main"}""", string? nonce = null) => SendAsync(
        "POST", $"/api/elicitations/{question.GetProperty("id").GetString()}/respond", token, $$"""{"nonce":"{{nonce ?? question.GetProperty("nonce").GetString()}}","content":{{content}}}""");
}
