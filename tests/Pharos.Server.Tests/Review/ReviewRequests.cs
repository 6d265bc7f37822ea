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

    /// <summary>Judges as the reviewer.</summary>
    public static Task<HttpResponseMessage> JudgeAsync(this TestServer server, string review, string body) => server.SendAsync("POST", $"/api/reviews/{review}/verdict", Role.Reviewer, body);
}
