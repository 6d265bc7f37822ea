namespace Pharos.Cli.Mcp.Proxy;

/// <summary>
/// The server's requests that have no answer yet, each known by its id: an answer goes on only to what stands here. Bounded; where a client leaves questions unanswered, the oldest makes room. Safe for use by many threads.
/// </summary>
internal sealed class ServerRequests : IDisposable
{
    /// <summary>Most that are open at a time.</summary>
    public const int Maximum = 256;

    /// <summary>Longest id, so that what is kept is bounded.</summary>
    public const int LongestId = 1_024;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, ServerRequest> _open = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Opens a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="gone">The request that made room, which nobody will answer any more; null for none.</param>
    /// <returns>Why it cannot be opened; null when it was.</returns>
    public string? Refuse(ServerRequest request, out ServerRequest? gone)
    {
        gone = null;
        if (request.Key.Length > LongestId)
        {
            return $"an id has at most {LongestId} characters.";
        }

        lock (_gate)
        {
            if (_open.ContainsKey(request.Key))
            {
                return "its id is in use.";
            }

            if (_open.Count >= Maximum)
            {
                gone = _open.Values.FirstOrDefault(open => open.IsWithClient && open.TryTake());
                if (gone is null)
                {
                    return $"{Maximum} requests are open already.";
                }

                _open.Remove(gone.Key);
            }

            _open.Add(request.Key, request);
            return null;
        }
    }

    /// <summary>Lets the client have a request; false when the server gave it up before.</summary>
    public bool TryPass(ServerRequest request)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(request.Key, out var open) || !ReferenceEquals(open, request))
            {
                return false;
            }

            request.Pass();
            return true;
        }
    }

    /// <summary>The request that an answer of the client is the first one to; null where nothing like that was asked.</summary>
    public ServerRequest? Take(string? id)
    {
        lock (_gate)
        {
            return id is not null && _open.TryGetValue(id, out var request) && request.IsWithClient && request.TryTake() ? request : null;
        }
    }

    /// <summary>Takes a request out that the server gave up; null where none is open.</summary>
    public ServerRequest? GiveUp(string? id)
    {
        lock (_gate)
        {
            return id is not null && _open.Remove(id, out var request) ? request : null;
        }
    }

    /// <summary>It is open no longer.</summary>
    public void Close(ServerRequest request)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(request.Key, out var open) && ReferenceEquals(open, request))
            {
                _open.Remove(request.Key);
            }
        }

        request.Dispose();
    }

    /// <summary>Takes out all of them: the session in which they were asked is over.</summary>
    public IReadOnlyList<ServerRequest> TakeAll()
    {
        lock (_gate)
        {
            ServerRequest[] all = [.. _open.Values];
            _open.Clear();
            return all;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var request in TakeAll())
        {
            request.Dispose();
        }
    }
}
