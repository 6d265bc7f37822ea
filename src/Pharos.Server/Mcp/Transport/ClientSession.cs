using ModelContextProtocol.Server;
using Pharos.Agents;

namespace Pharos.Server.Mcp.Transport;

/// <summary>A session that a client opened by <c>initialize</c>. It belongs to the subject and role that opened it.</summary>
/// <param name="id">Its id: a secret of the client, though of no use without the token.</param>
/// <param name="owner">Whose it is.</param>
/// <param name="transport">Its messages.</param>
/// <param name="server">What answers them.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientSession(string id, Caller owner, StreamableHttpServerTransport transport, McpServer server, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private int _uses;
    private long _restingSince = clock.GetTimestamp();
    private bool _isListening;

    public string Id => id;

    public Caller Owner => owner;

    public StreamableHttpServerTransport Transport => transport;

    public McpServer Server => server;

    /// <summary>Ends with the session.</summary>
    public CancellationToken Ended { get; private set; }

    /// <summary>How long nobody has used it; zero while somebody does.</summary>
    public TimeSpan Resting
    {
        get
        {
            lock (_lock)
            {
                return _uses > 0 ? TimeSpan.Zero : clock.GetElapsedTime(_restingSince);
            }
        }
    }

    /// <summary>Begins to answer, and to do what goes on beside it.</summary>
    public void Start(Func<ClientSession, CancellationToken, Task> beside)
    {
        Ended = _ended.Token;
        _running = Task.WhenAll(server.RunAsync(_ended.Token), beside(this, _ended.Token));
    }

    /// <summary>Keeps it from resting until disposed.</summary>
    public Use Take()
    {
        lock (_lock)
        {
            _uses++;
        }

        return new Use(this);
    }

    /// <summary>Takes the one place of a listening stream; false when it is taken.</summary>
    public bool TryListen()
    {
        lock (_lock)
        {
            return !_isListening && (_isListening = true);
        }
    }

    /// <summary>Gives the place back.</summary>
    public void StopListening()
    {
        lock (_lock)
        {
            _isListening = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.DisposeAsync();
        await transport.DisposeAsync();
        _ended.Dispose();
    }

    private void Leave()
    {
        lock (_lock)
        {
            _uses--;
            _restingSince = clock.GetTimestamp();
        }
    }

    /// <summary>One request's use of a session.</summary>
    internal readonly struct Use(ClientSession session) : IDisposable
    {
        public void Dispose() => session.Leave();
    }
}
