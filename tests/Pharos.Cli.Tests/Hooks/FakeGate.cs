using System.Net.Sockets;
using System.Text;

namespace Pharos.Cli.Tests.Hooks;

/// <summary>Something that listens at the gate's socket and says whatever a test wants, true HTTP or not.</summary>
public sealed class FakeGate : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private readonly List<string> _requests = [];

    public FakeGate(string dataFolder, string? response)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(dataFolder, "pharos.sock")));
        _listener.Listen(16);
        _serving = ServeAsync(response);
    }

    /// <summary>What was asked, headers and body.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public static string Http(string status, string body, int? length = null) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length ?? Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync(string? response)
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync(_stopping.Token);
                _requests.Add(await ReadAsync(connection));
                if (response is null)
                {
                    // Never answers: the client's own deadline has to end this.
                    await Task.Delay(Timeout.Infinite, _stopping.Token);
                }

                await connection.SendAsync(Encoding.UTF8.GetBytes(response!), _stopping.Token);
                connection.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the client went away first.
        }
    }

    private async Task<string> ReadAsync(Socket connection)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await connection.ReceiveAsync(buffer, _stopping.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var request = text.ToString();
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..].Trim();
            if (read == 0 || (end >= 0 && length is not null && Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length)))
            {
                return request;
            }
        }
    }
}
