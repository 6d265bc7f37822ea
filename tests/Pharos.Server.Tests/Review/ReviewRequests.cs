using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Review;

/// <summary>What tests of reviews ask a server.</summary>
internal static class ReviewRequests
{
    /// <summary>Proposes a command that nobody allows by policy, and gives the answer of the moment.</summary>
    public static async Task<JsonElement> ProposeAsync(this TestServer server, string command, string extra = "", string query = "", Role role = Role.Agent)
    {
        using var asked = await server.SendAsync("POST", $"/api/proposals?{query}", role, server.Command(command, extra));
        return await TestServer.JsonAsync(asked);
    }

    /// <summary>Proposes, and gives the review that waits.</summary>
    public static async Task<string> WaitingReviewAsync(this TestServer server, string command, string extra = "") =>
        (await server.ProposeAsync(command, extra)).GetProperty("review").GetString()!;

    /// <summary>Sends a body, and hangs up when told to.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this TestServer server, string method, string path, string token, string body, CancellationToken hangUp)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await server.Http.SendAsync(request, hangUp);
    }

    /// <summary>Judges as the reviewer.</summary>
    public static Task<HttpResponseMessage> JudgeAsync(this TestServer server, string review, string body) => server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, body);
}
