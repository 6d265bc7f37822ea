using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>Requests to the measured server.</summary>
/// <param name="client">The client.</param>
internal sealed class ElicitationCalls(HttpClient client)
{
    /// <summary>Sends, and gives the status and the body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string token, string? body, CancellationToken cancellationToken)
    {
        using var request = Request(method, path, token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Sends, and expects that it is done.</summary>
    public async Task<JsonElement> DoAsync(string method, string path, string token, string? body, CancellationToken cancellationToken)
    {
        var (status, answer) = await SendAsync(method, path, token, body, cancellationToken);
        return status is >= 200 and < 300 ? answer : throw new IOException($"{method} {path} was answered with {status}: {answer}");
    }

    /// <summary>Asks whether the server answers at all.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri("/livez", UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Opens an answer that does not end.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, string token, CancellationToken cancellationToken)
    {
        using var request = Request("GET", path, token);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode ? response : throw new IOException($"GET {path} was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static HttpRequestMessage Request(string method, string path, string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
