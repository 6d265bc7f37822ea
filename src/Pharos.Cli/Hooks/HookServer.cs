using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pharos.Cli.Invocation;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Hooks;

/// <summary>The running server of a data folder, asked over its socket with the administrator's token of this machine.</summary>
internal sealed class HookServer(DataFolder data) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(data.Socket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
        Timeout = Deadline,
    };

    /// <summary>Sends one request.</summary>
    /// <returns>The answer's document (an empty object for none), or what went wrong.</returns>
    public async Task<(JsonElement? Answer, Problem? Problem)> SendAsync(
        HttpMethod method, string path, Action<Utf8JsonWriter>? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            var token = File.Exists(data.AdminToken) ? (await File.ReadAllTextAsync(data.AdminToken, cancellationToken)).Trim() : "";
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Content = body is null ? null : new StringContent(CommandCall.JsonText(body), Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            using var document = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            var answer = document.RootElement.Clone();
            return response.IsSuccessStatusCode ? (answer, null) : (null, ProblemOf(answer, (int)response.StatusCode));
        }
        catch (HttpRequestException problem)
        {
            return (null, new Problem("server.unreachable", $"No server answers at {data.Socket} ({problem.Message}). Start it with: pharos serve", 503));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new Problem("server.slow", $"The server at {data.Socket} did not answer within {Deadline.TotalSeconds:0} s.", 503));
        }
        catch (JsonException)
        {
            return (null, new Problem("server.answer", $"What listens at {data.Socket} does not answer as this version of Pharos does.", 502));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Problem ProblemOf(JsonElement answer, int status) => new(
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("code", out var code) ? code.ToString() : "server.answer",
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("detail", out var detail) ? detail.ToString() : $"The server answered {status}.",
        status);
}
