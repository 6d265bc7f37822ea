using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Agents.Signing;

namespace Pharos.Server.Tests.Tasks;

/// <summary>What tests of experts and tasks ask a server.</summary>
internal static class TaskRequests
{
    private static readonly ConcurrentDictionary<string, string> Keys = new(StringComparer.Ordinal);

    /// <summary>Registers an expert of this name and gives its token.</summary>
    public static async Task<string> ExpertAsync(this TestServer server, string name, string more = "", Role role = Role.Expert, string kinds = "\"judge\",\"work\"")
    {
        var token = await server.TokenAsync(role, name);
        using var registered = await server.SendAsync("POST", "/api/experts", token, $$"""{"kinds":[{{kinds}}]{{more}}}""");
        registered.StatusCode.ShouldBe(HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        Keys[token] = (await TestServer.JsonAsync(registered)).GetProperty("key").GetString()!;
        return token;
    }

    /// <summary>The key that the holder of a token was given.</summary>
    public static string KeyOf(string token) => Keys[token];

    /// <summary>Asks for work and gives the task's id.</summary>
    public static async Task<string> AskAsync(this TestServer server, string token, string more = "")
    {
        using var asked = await server.SendAsync("POST", "/api/tasks", token, $$"""{"summary":"look at it","input":{"what":"this"}{{more}}}""");
        asked.StatusCode.ShouldBe(HttpStatusCode.Created, await asked.Content.ReadAsStringAsync());
        return (await TestServer.JsonAsync(asked)).GetProperty("id").GetString()!;
    }

    /// <summary>Waits for the inbox to hold something and gives the ids.</summary>
    public static async Task<List<string>> InboxAsync(this TestServer server, string token, string query = "wait=20s")
    {
        using var page = await server.SignedAsync("GET", $"/api/experts/me/inbox?{query}", token, null);
        page.StatusCode.ShouldBe(HttpStatusCode.OK, await page.Content.ReadAsStringAsync());
        return [.. (await TestServer.JsonAsync(page)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
    }

    /// <summary>Sends a request, signed where its token's holder registered.</summary>
    public static Task<HttpResponseMessage> SignedAsync(this TestServer server, string method, string path, string token, string? body) => server.SendAsync(method, path, token, body, request =>
    {
        if (Keys.TryGetValue(token, out var key))
        {
            request.Headers.Add(RequestSignature.Header, new RequestSigner(key, TimeProvider.System).Sign(method, path, Encoding.UTF8.GetBytes(body ?? "")));
        }
    });

    /// <summary>Signs a request for the holder of a token.</summary>
    public static void Sign(HttpRequestMessage request, string token, string body = "") =>
        request.Headers.Add(RequestSignature.Header, new RequestSigner(Keys[token], TimeProvider.System).Sign(request.Method.Method, request.RequestUri!.OriginalString, Encoding.UTF8.GetBytes(body)));

    /// <summary>Takes a step with a task and gives the answer, which must be good.</summary>
    public static async Task<JsonElement> StepAsync(this TestServer server, string token, string task, string step, string body = "{}")
    {
        using var moved = await server.SignedAsync("POST", $"/api/tasks/{task}/{step}", token, body);
        moved.StatusCode.ShouldBe(HttpStatusCode.OK, await moved.Content.ReadAsStringAsync());
        return await TestServer.JsonAsync(moved);
    }

    /// <summary>Takes a step that is refused, and gives the code.</summary>
    public static async Task<string?> RefusedAsync(this TestServer server, string token, string method, string path, string? body = "{}")
    {
        using var refused = await server.SignedAsync(method, path, token, method == "GET" ? null : body);
        return await TestServer.CodeAsync(refused);
    }
}
