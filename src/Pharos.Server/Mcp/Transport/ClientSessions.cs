using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Server.Configuration;

namespace Pharos.Server.Mcp.Transport;

/// <summary>
/// The sessions that are open. They are bounded in all and for each subject; a new one never pushes an old one out, because agents work in several at once. A session ends when its
/// client says so, or when it has rested too long. Safe for use by many threads.
/// </summary>
internal sealed class ClientSessions(McpSettings settings, TimeProvider clock) : IAsyncDisposable
{
    private const int IdBytes = 24;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ClientSession> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perSubject = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Opens one, or says why not.</summary>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="make">Makes it, with its id.</param>
    public (ClientSession? Session, RpcFailure? Failure) Open(Caller owner, Func<string, ClientSession> make)
    {
        lock (_lock)
        {
            var own = _perSubject.GetValueOrDefault(owner.Subject);
            if (own >= settings.SessionsPerAgent)
            {
                return (null, new RpcFailure(StatusCodes.Status429TooManyRequests, RpcFailure.NoRoom, $"{owner.Subject} has {own} sessions open (mcp.sessionsPerAgent). End one, or wait until one has rested for {settings.SessionIdle:c}."));
            }

            if (_open.Count >= settings.Sessions)
            {
                return (null, new RpcFailure(StatusCodes.Status503ServiceUnavailable, RpcFailure.NoRoom, $"{_open.Count} sessions are open (mcp.sessions), and the server holds no more."));
            }

            var session = make(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)));
            _open[session.Id] = session;
            _perSubject[owner.Subject] = own + 1;
            return (session, null);
        }
    }

    /// <summary>Takes the caller's session of an id into use; null when there is none, or it is somebody else's, which nobody is to learn. Dispose the use.</summary>
    public (ClientSession Session, ClientSession.Use Use)? Take(string id, Caller caller)
    {
        lock (_lock)
        {
            return _open.TryGetValue(id, out var session) && session.Owner == caller ? (session, session.Take()) : null;
        }
    }

    /// <summary>Ends a session.</summary>
    public ValueTask EndAsync(ClientSession session) => EndAsync(session, TimeSpan.Zero);

    private async ValueTask EndAsync(ClientSession session, TimeSpan restingFor)
    {
        lock (_lock)
        {
            if ((restingFor > TimeSpan.Zero && session.Resting < restingFor) || !_open.Remove(session.Id))
            {
                return;
            }

            if (--_perSubject[session.Owner.Subject] == 0)
            {
                _perSubject.Remove(session.Owner.Subject);
            }
        }

        await session.DisposeAsync();
    }

    /// <summary>Ends what has rested too long, until it is told to stop.</summary>
    public async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(settings.SessionIdle < SweepEvery ? settings.SessionIdle : SweepEvery, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var session in Snapshot())
            {
                await EndAsync(session, settings.SessionIdle);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in Snapshot())
        {
            await EndAsync(session);
        }
    }

    private ClientSession[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _open.Values];
        }
    }
}
