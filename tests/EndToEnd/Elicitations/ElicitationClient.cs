using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.EndToEnd.Elicitations;

/// <summary>A subject with its token.</summary>
internal sealed record Signed(string Subject, string Token);

/// <summary>Agents that ask each other over HTTP.</summary>
internal sealed class ElicitationClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly HttpClient _http;
    private string _reader = "";

    public ElicitationClient() => _http = new HttpClient(_handler) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Makes pairs of one who asks and one who is asked.</summary>
    public async Task<IReadOnlyList<(Signed Asker, Signed Answerer)>> SignInAsync(RunningServer server, int pairs)
    {
        _reader = (await TokenAsync(server, "reader", "reviewer")).Token;
        var people = new List<(Signed, Signed)>();
        for (var i = 0; i < pairs; i++)
        {
            people.Add((await TokenAsync(server, $"asker-{i}", "agent"), await TokenAsync(server, $"answerer-{i}", "agent")));
        }

        return people;
    }

    /// <summary>Asks for a number.</summary>
    /// <returns>The id.</returns>
    public async Task<string> AskAsync(RunningServer server, string token, string to, int number, string timeout)
    {
        var body = $$"""{"to":"{{to}}","message":"{{number}}","schema":{"type":"integer","const":{{number}} },"timeout":"{{timeout}}"}""";
        var answer = (await SendAsync(server, HttpMethod.Post, "/api/elicitations", token, body))!;
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body.GetRawText());
        return answer.Body.GetProperty("id").GetString()!;
    }

    /// <summary>The streams that hold an event of a type, once for each event.</summary>
    public async Task<List<string>> StreamsAsync(RunningServer server, string type)
    {
        var page = (await SendAsync(server, HttpMethod.Get, $"/api/events?type={type}&limit=1000", _reader, null))!.Body;
        return [.. page.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("stream").GetString()!)];
    }

    /// <summary>Sends; null when the connection ended before there was an answer.</summary>
    public async Task<Answer?> SendAsync(RunningServer server, HttpMethod method, string path, string token, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return new Answer(response.StatusCode, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        }
        catch (Exception ended) when (ended is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<Signed> TokenAsync(RunningServer server, string subject, string role)
    {
        var answer = await SendAsync(server, HttpMethod.Post, "/api/tokens", server.FirstToken!, $$"""{"subject":"{{subject}}","role":"{{role}}"}""");
        answer!.Status.ShouldBe(HttpStatusCode.Created, answer.Body.GetRawText());
        return new Signed(subject, answer.Body.GetProperty("token").GetString()!);
    }

    internal sealed record Answer(HttpStatusCode Status, JsonElement Body);
}
