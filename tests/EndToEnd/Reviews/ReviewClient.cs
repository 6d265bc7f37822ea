using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.EndToEnd.Reviews;

/// <summary>An agent with many calls that wait and a reviewer, both over HTTP.</summary>
internal sealed class ReviewClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false, MaxConnectionsPerServer = 4096 };
    private readonly HttpClient _http;
    private readonly ConcurrentQueue<string> _unanswered = [];
    private string _agent = "";
    private string _reviewer = "";

    public ReviewClient() => _http = new HttpClient(_handler) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>The tokens of an agent and of a reviewer.</summary>
    public async Task SignInAsync(RunningServer server)
    {
        _agent = await TokenAsync(server, "agent-1", "agent");
        _reviewer = await TokenAsync(server, "reviewer-1", "reviewer");
    }

    /// <summary>Proposes one of the commands that a person has to look at; null when the connection ended before there was an answer.</summary>
    public async Task<JsonElement?> ProposeAsync(RunningServer server, string workspace, int number, Guid operation, string wait)
    {
        var body = $$"""{"kind":"command","tool":"Bash","input":{"command":"sudo systemctl restart unit-{{number}}"},"workspace":"{{workspace}}","operationId":"{{operation}}"}""";
        var answer = await SendAsync(server, HttpMethod.Post, $"/api/proposals?wait={wait}", _agent, body);
        if (answer is not { Status: HttpStatusCode.OK } decided)
        {
            _unanswered.Enqueue(answer is null ? $"{number}: no answer" : $"{number}: {(int)answer.Status} {answer.Body.GetRawText()}");
            return null;
        }

        return decided.Body;
    }

    /// <summary>What became of proposals that got no decision.</summary>
    public IEnumerable<string> Unanswered => _unanswered;

    /// <summary>How many reviews are open.</summary>
    public async Task<int> OpenCountAsync(RunningServer server) => (await ListAsync(server, "limit=1")).GetProperty("open").GetInt32();

    /// <summary>Every open review: the number in its command, and its id.</summary>
    public async Task<IReadOnlyList<(int Number, string Id)>> OpenAsync(RunningServer server)
    {
        var open = new List<(int, string)>();
        string? next = null;
        do
        {
            var page = await ListAsync(server, next is null ? "limit=500" : $"limit=500&after={next}");
            open.AddRange(page.GetProperty("items").EnumerateArray().Select(item => (int.Parse(item.GetProperty("summary").GetString()!.Split('-')[^1], null), item.GetProperty("id").GetString()!)));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return open;
    }

    /// <summary>Approves the even and rejects the odd ones.</summary>
    /// <param name="server">Where.</param>
    /// <param name="reviews">Which.</param>
    /// <param name="judged">Told the numbers that the server says are judged.</param>
    public Task JudgeAsync(RunningServer server, IEnumerable<(int Number, string Id)> reviews, ConcurrentBag<int> judged) => Parallel.ForEachAsync(
        reviews,
        new ParallelOptions { MaxDegreeOfParallelism = 32 },
        async (review, _) =>
        {
            var body = IsApproved(review.Number) ? """{"verdict":"approve"}""" : $$"""{"verdict":"reject","reason":"not {{review.Number}}"}""";
            if (await SendAsync(server, HttpMethod.Post, $"/api/reviews/{review.Id}/verdict", _reviewer, body) is { Status: HttpStatusCode.OK })
            {
                judged.Add(review.Number);
            }
        });

    public static bool IsApproved(int number) => number % 2 == 0;

    /// <summary>How many events of a type there are, and in how many streams.</summary>
    public async Task<(int Events, int Streams)> CountAsync(RunningServer server, string type)
    {
        var streams = new List<string>();
        string? next = null;
        do
        {
            var page = (await SendAsync(server, HttpMethod.Get, $"/api/events?type={type}&limit=1000{(next is null ? "" : $"&after={next}")}", _reviewer, null))!.Body;
            streams.AddRange(page.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("stream").GetString()!));
            next = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } position ? position.GetRawText() : null;
        }
        while (next is not null);
        return (streams.Count, streams.Distinct().Count());
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<string> TokenAsync(RunningServer server, string subject, string role)
    {
        var answer = await SendAsync(server, HttpMethod.Post, "/api/tokens", server.FirstToken!, $$"""{"subject":"{{subject}}","role":"{{role}}"}""");
        return answer!.Body.GetProperty("token").GetString()!;
    }

    private async Task<JsonElement> ListAsync(RunningServer server, string query) => (await SendAsync(server, HttpMethod.Get, $"/api/reviews?{query}", _reviewer, null))!.Body;

    private async Task<Answer?> SendAsync(RunningServer server, HttpMethod method, string path, string token, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(server.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return new Answer(response.StatusCode, document.RootElement.Clone());
        }
        catch (Exception ended) when (ended is HttpRequestException or IOException)
        {
            _unanswered.Enqueue($"{path}: {ended.Message}");
            return null;
        }
    }

    private sealed record Answer(HttpStatusCode Status, JsonElement Body);
}
