using ModelContextProtocol.Server;
using Pharos.Agents;
using Pharos.Server.Mcp.Resources;

namespace Pharos.Server.Mcp.Transport;

/// <summary>A session that a client opened by <c>initialize</c>. It belongs to the subject and role that opened it.</summary>
/// <param name="id">Its id: a secret of the client, though of no use without the token.</param>
/// <param name="owner">Whose it is.</param>
/// <param name="transport">Its messages.</param>
/// <param name="server">What answers them.</param>
/// <param name="subscriptions">What its client wants to be told of.</param>
/// <param name="clock">The clock.</param>
internal sealed class ClientSession(string id, Caller owner, StreamableHttpServerTransport transport, McpServer server, ResourceSubscriptions subscriptions, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private int _uses;
    private long _restingSince = clock.GetTimestamp();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public Caller Owner => owner;

    public StreamableHttpServerTransport Transport => transport;

    public McpServer Server => server;

    public ResourceSubscriptions Subscriptions => subscriptions;

    /// <summary>Whether the request that opened it was signed. Its id, which every later message needs, was told to nobody else.</summary>
    public bool IsSigned { get; init; }

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

    /// <summary>Ends as soon as the client listens.</summary>
    public Task Listening => _listening.Task;

    /// <summary>Takes the one place of a listening stream; false when it is or was taken: the package takes one stream in a session's life.</summary>
    public bool TryListen() => _listening.TrySetResult();

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
