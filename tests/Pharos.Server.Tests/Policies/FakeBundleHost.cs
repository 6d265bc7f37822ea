using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.Server.Tests.Policies;

/// <summary>
/// A strict server of one bundle on a raw socket: it answers 304 only to the tag it gave, 401 without its token, 400 to what it does not expect; and it can break off,
/// answer errors, or not answer.
/// </summary>
internal sealed class FakeBundleHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    public FakeBundleHost()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public byte[] Archive { get; set; } = [];

    public string Tag { get; set; } = "\"1\"";

    public string? Token { get; set; }

    /// <summary>null for proper answers; else "500", "cut" or "redirect".</summary>
    public string? Fault { get; set; }

    public int Full { get; private set; }

    public int NotModified { get; private set; }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/bundles/acme.tar.gz";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The next caller, or the end.
                continue;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = await reader.ReadLineAsync(_stopping.Token);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        var head = request != "GET /bundles/acme.tar.gz HTTP/1.1" ? "400 Bad Request"
            : Token is not null && headers.GetValueOrDefault("Authorization") != $"Bearer {Token}" ? "401 Unauthorized"
            : Fault == "500" ? "500 Internal Server Error"
            : Fault == "redirect" ? "302 Found\r\nLocation: http://127.0.0.1:1/"
            : headers.GetValueOrDefault("If-None-Match") == Tag ? "304 Not Modified"
            : $"200 OK\r\nETag: {Tag}";
        var body = head.StartsWith("200", StringComparison.Ordinal) ? Archive : [];
        Full += body.Length > 0 ? 1 : 0;
        NotModified += head.StartsWith("304", StringComparison.Ordinal) ? 1 : 0;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _stopping.Token);
        await stream.WriteAsync(Fault == "cut" ? body.AsMemory(0, body.Length / 2) : body, _stopping.Token);
    }
}
