using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pharos.Agents;

namespace Pharos.Server.Tests.Opa;

/// <summary>Calls the OPA interface as an administrator.</summary>
internal static class OpaClient
{
    public static async Task<HttpResponseMessage> OpaAsync(
        this TestServer server, string method, string path, string? body = null, string type = "application/json", Action<HttpRequestMessage>? change = null) =>
        await server.SendAsync(method, path, await server.TokenAsync(Role.Admin), change: request =>
        {
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            }

            change?.Invoke(request);
        });

    public static async Task PolicyAsync(this TestServer server, string id, string module)
    {
        using var response = await server.OpaAsync("PUT", $"/v1/policies/{id}", module, "text/plain");
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    public static async Task<string> ResultAsync(this TestServer server, string path, string? body = null)
    {
        using var response = await server.OpaAsync(body is null ? "GET" : "POST", $"/v1/data/{path}", body);
        var answer = await TestServer.JsonAsync(response);
        return answer.TryGetProperty("result", out var result) ? result.GetRawText() : "(undefined)";
    }

    public static async Task<string?> OpaCodeAsync(HttpResponseMessage response) => (await TestServer.JsonAsync(response)).GetProperty("code").GetString();

    /// <summary>What was recorded of a decision, by the id in its answer.</summary>
    public static async Task<JsonElement?> RecordAsync(this TestServer server, HttpResponseMessage answer) =>
        await server.RecordAsync((await TestServer.JsonAsync(answer)).GetProperty("decision_id").GetString()!);

    public static async Task<JsonElement?> RecordAsync(this TestServer server, string decision)
    {
        using var response = await server.SendAsync("GET", $"/api/events?type=decision.logged&correlation={decision}", Role.Viewer);
        var events = (await TestServer.JsonAsync(response)).GetProperty("events");
        return events.GetArrayLength() == 0 ? null : events[0].GetProperty("payload");
    }
}
