namespace Pharos.Server.Mcp.Resources;

/// <summary>The resources whose changes a client wants to be told of. Safe for use by many threads.</summary>
internal sealed class ResourceSubscriptions
{
    /// <summary>Most of one client.</summary>
    public const int Maximum = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _uris = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first subscription: who wants nothing costs nothing.</summary>
    public Task First => _first.Task;

    /// <summary>Those that are wanted now.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _uris];
            }
        }
    }

    /// <summary>Adds one; false when there are too many.</summary>
    public bool TryAdd(string uri)
    {
        lock (_lock)
        {
            if (_uris.Count >= Maximum && !_uris.Contains(uri))
            {
                return false;
            }

            _uris.Add(uri);
        }

        _first.TrySetResult();
        return true;
    }

    /// <summary>Takes one away.</summary>
    public void Remove(string uri)
    {
        lock (_lock)
        {
            _uris.Remove(uri);
        }
    }
}
