using System.Net;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Collaborations;

/// <summary>What tests of sessions ask a server. Agents are called by what they do; each has a token of its own.</summary>
internal static class CollaborationRequests
{
    /// <summary>Calls a server as an agent, and expects that it works.</summary>
    public static async Task<JsonElement> AsAsync(this TestServer server, string agent, string method, string path, string? body = null)
    {
        using var response = await server.RawAsync(agent, method, path, body);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await TestServer.JsonAsync(response);
    }

    /// <summary>Calls a server as an agent, and gives the code of the refusal.</summary>
    public static async Task<(HttpStatusCode Status, string? Code)> RefusedAsync(this TestServer server, string agent, string method, string path, string? body = null)
    {
        using var response = await server.RawAsync(agent, method, path, body);
        return (response.StatusCode, await TestServer.CodeAsync(response));
    }

    public static async Task<HttpResponseMessage> RawAsync(this TestServer server, string agent, string method, string path, string? body = null) =>
        await server.SendAsync(method, path, await server.TokenAsync(Role.Agent, agent), body);

    /// <summary>A pair whose partner has accepted; gives where it is.</summary>
    public static async Task<string> PairAsync(this TestServer server, string driver, string partner, string mode = "review")
    {
        await server.TokenAsync(Role.Agent, partner);
        var started = await server.AsAsync(driver, "POST", "/api/collaborations", $$"""{"kind":"pair","mode":"{{mode}}","objective":"make the parser faster","participants":[{"agent":"{{partner}}"}]}""");
        var path = $"/api/collaborations/{started.GetProperty("id").GetString()}";
        await server.AsAsync(partner, "POST", $"{path}/accept");
        return path;
    }
}
