using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// Asks the running server as the agent, over connections that are kept. Where nobody answers, the answer is a denial that says so; the next question tries again, so that a session outlives a restart of the gate.
/// Safe for use by many threads.
/// </summary>
internal sealed class GateClient : IDisposable
{
    /// <summary>Most proposals of one request.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Most outcomes of one request.</summary>
    public const int MostOutcomesAtOnce = 256;

    // One request stays well below the server's limit on bodies, also below a smaller one than it comes with.
    private const int MostBytesAtOnce = 256 * 1024;

    private const int MostConnections = 64;

    // A decision takes milliseconds; a gate that takes this long is one that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly string _folder;
    private readonly string? _session;
    private readonly string _where;
    private readonly TimeProvider _clock;

    private GateClient(SocketsHttpHandler handler, Uri address, string where, GateIdentity identity, TimeProvider clock)
    {
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        handler.MaxConnectionsPerServer = MostConnections;
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", identity.Token);
        (_folder, _session, _where, _clock) = (identity.Folder, identity.Session, where, clock);
    }

    /// <summary>Asks over the socket of a data folder.</summary>
    public static GateClient OverSocket(string socketPath, GateIdentity identity, TimeProvider clock) => new(
        new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        },
        new Uri("http://localhost/"),
        socketPath,
        identity,
        clock);

    /// <summary>Asks at an address.</summary>
    public static GateClient At(Uri address, GateIdentity identity, TimeProvider clock) => new(new SocketsHttpHandler(), address, address.ToString(), identity, clock);

    /// <summary>Decides one proposal; waits for a person where one has to look.</summary>
    public async Task<GateAnswer> ProposeAsync(GateProposal proposal, TimeSpan wait, CancellationToken cancellationToken)
    {
        var path = wait > TimeSpan.Zero ? $"/api/proposals?wait={(long)wait.TotalSeconds}s" : "/api/proposals";
        var (body, problem) = await SendAsync(HttpMethod.Post, path, proposal.ToBytes(_folder, _session), wait, cancellationToken);
        return problem ?? GateAnswer.Of(body);
    }

    /// <summary>Decides many proposals, without waiting for people. The answers stand in the order of the proposals.</summary>
    public async Task<IReadOnlyList<GateAnswer>> ProposeAllAsync(IReadOnlyList<GateProposal> proposals, CancellationToken cancellationToken)
    {
        var answers = new List<GateAnswer>(proposals.Count);
        var batch = new List<byte[]>();
        var bytes = 0;
        foreach (var proposal in proposals)
        {
            var body = proposal.ToBytes(_folder, _session);
            if (batch.Count == MostAtOnce || (batch.Count > 0 && bytes + body.Length > MostBytesAtOnce))
            {
                await SendBatchAsync(batch, answers, cancellationToken);
                (batch, bytes) = ([], 0);
            }

            batch.Add(body);
            bytes += body.Length;
        }

        if (batch.Count > 0)
        {
            await SendBatchAsync(batch, answers, cancellationToken);
        }

        return answers;
    }

    /// <summary>What became of a proposal that waits; ends when somebody has judged it, or after the wait.</summary>
    public async Task<GateAnswer> FollowAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var (body, problem) = await SendAsync(HttpMethod.Get, $"/api/proposals/{id}?wait={(long)wait.TotalSeconds}s", null, wait, cancellationToken);
        return problem ?? GateAnswer.Of(body);
    }

    /// <summary>Reports what became of proposals, in one request.</summary>
    /// <param name="reports">At most <see cref="MostOutcomesAtOnce"/>; those of one proposal in the order in which they happened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when they are worth saying again: the gate cannot be reached, or has no room at the moment.</returns>
    public async Task<bool> TryReportAsync(IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken)
    {
        var body = Invocation.CommandCall.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("outcomes");
            foreach (var report in reports)
            {
                json.WriteStartObject();
                json.WriteString("proposal", report.Proposal);
                json.WriteString("outcome", report.Outcome);
                if (report.Detail is { } detail)
                {
                    json.WriteString("detail", detail);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        var (answer, problem) = await SendAsync(HttpMethod.Post, "/api/proposals/outcomes", Encoding.UTF8.GetBytes(body), TimeSpan.Zero, cancellationToken);
        return problem is null || (!problem.IsUnreachable && JsonRpcMessage.Member(answer, "status").ToString() is not ("429" or "503"));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task SendBatchAsync(List<byte[]> batch, List<GateAnswer> answers, CancellationToken cancellationToken)
    {
        using var joined = new MemoryStream();
        joined.Write("{\"proposals\":["u8);
        for (var i = 0; i < batch.Count; i++)
        {
            joined.Write(i == 0 ? ""u8 : ","u8);
            joined.Write(batch[i]);
        }

        joined.Write("]}"u8);
        var (body, problem) = await SendAsync(HttpMethod.Post, "/api/proposals/batch", joined.ToArray(), TimeSpan.Zero, cancellationToken);
        var results = JsonRpcMessage.Member(body, "results");
        problem ??= results.ValueKind == JsonValueKind.Array && results.GetArrayLength() == batch.Count ? null : GateAnswer.Refused("gate.answer", "The gate's answer cannot be read.");
        answers.AddRange(problem is not null ? Enumerable.Repeat(problem, batch.Count) : results.EnumerateArray().Select(GateAnswer.Of));
    }

    private async Task<(JsonElement Body, GateAnswer? Problem)> SendAsync(HttpMethod method, string path, byte[]? body, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(wait + Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

                // A gate that takes no body of this size says so before it comes; while it comes, all that could be heard is that the connection broke.
                request.Headers.ExpectContinue = body.Length > MostBytesAtOnce;
            }

            using var response = await _http.SendAsync(request, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (bytes.Length == 0)
            {
                return (default, response.IsSuccessStatusCode ? null : GateAnswer.Refused($"http.{(int)response.StatusCode}", $"The gate answered with status {(int)response.StatusCode}."));
            }

            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement.Clone();
            return (root, response.IsSuccessStatusCode ? null : GateAnswer.Of(root));
        }
        catch (HttpRequestException problem)
        {
            return (default, GateAnswer.Unreachable($"The gate at {_where} does not answer ({problem.Message}). Start it with: pharos serve"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (default, GateAnswer.Unreachable($"The gate at {_where} did not answer in time."));
        }
        catch (Exception problem) when (problem is JsonException or IOException)
        {
            return (default, GateAnswer.Unreachable($"What answers at {_where} does not answer as the gate does: {problem.Message}"));
        }
    }
}
