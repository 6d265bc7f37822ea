using System.Collections.Concurrent;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The client's requests that have no answer yet, each known by its id. Bounded. Safe for use by many threads.</summary>
internal sealed class OpenRequests : IDisposable
{
    private readonly ConcurrentDictionary<string, OpenRequest> _open = new(StringComparer.Ordinal);

    /// <summary>Those that are open at this moment.</summary>
    public IEnumerable<OpenRequest> All => _open.Values;

    /// <summary>Opens a request; why not where that cannot be.</summary>
    public string? Refuse(OpenRequest request) =>
        request.Message.Id!.StartsWith("s" + OwnRequests.Prefix, StringComparison.Ordinal) ? $"Ids that begin with \"{OwnRequests.Prefix}\" are the proxy's own."
        : _open.Count >= ProxyOptions.MostOpenRequests ? $"{ProxyOptions.MostOpenRequests} requests are open already."
        : _open.TryAdd(request.Message.Id!, request) ? null
        : "This id has no answer yet; every request needs its own.";

    /// <summary>The open request of an id; null where there is none.</summary>
    public OpenRequest? Find(string? id) => id is null ? null : _open.GetValueOrDefault(id);

    /// <summary>Takes the request out that an answer which cannot be passed on belongs to; null where nobody waits for one.</summary>
    public OpenRequest? TakeUnanswered(string? id) => Find(id) is { } request && request.TryAnswer() && Remove(request) ? request : null;

    /// <summary>It is open no longer.</summary>
    public bool Remove(OpenRequest request) => _open.TryRemove(new KeyValuePair<string, OpenRequest>(request.Message.Id!, request));

    /// <summary>It is open no longer, and nobody needs it any more.</summary>
    public void Close(OpenRequest request)
    {
        Remove(request);
        request.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var request in _open.Values)
        {
            request.Dispose();
        }
    }
}
