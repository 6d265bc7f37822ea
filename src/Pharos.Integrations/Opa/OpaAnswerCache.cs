using System.Collections.Concurrent;
using Pharos.Rego.Values;

namespace Pharos.Integrations.Opa;

/// <summary>
/// Answers by the whole input and the revision that gave them, compared by structure. Bounded by two generations: when the young one is full it becomes the old one, and
/// the former old one is dropped. Safe for use by many threads.
/// </summary>
internal sealed class OpaAnswerCache(int capacity, TimeSpan lifetime, TimeProvider clock)
{
    private readonly Lock _turning = new();
    private readonly int _generation = Math.Max(1, capacity / 2);
    private volatile Generations _generations = new([], []);
    private volatile string? _revision;

    /// <summary>Finds an answer of the latest known revision that is young enough.</summary>
    public bool TryFind(RegoObject input, out RegoValue? document)
    {
        document = null;
        var key = new Key(input, _revision);
        var generations = _generations;
        if ((!generations.Young.TryGetValue(key, out var found) && !generations.Old.TryGetValue(key, out found)) || clock.GetElapsedTime(found.At) >= lifetime)
        {
            return false;
        }

        document = found.Document;
        return true;
    }

    /// <summary>Says which revision answers now, so that what an earlier one answered is not found any more.</summary>
    public void SetRevision(string? revision) => _revision = revision;

    /// <summary>Keeps an answer.</summary>
    public void Store(RegoObject input, OpaReply reply)
    {
        var generations = _generations;
        generations.Young[new Key(input, reply.Revision)] = new Entry(reply.Document, clock.GetTimestamp());
        if (generations.Young.Count < _generation)
        {
            return;
        }

        lock (_turning)
        {
            if (ReferenceEquals(_generations, generations))
            {
                _generations = new Generations([], generations.Young);
            }
        }
    }

    private sealed record Key(RegoObject Input, string? Revision);

    private sealed record Entry(RegoValue? Document, long At);

    private sealed record Generations(ConcurrentDictionary<Key, Entry> Young, ConcurrentDictionary<Key, Entry> Old);
}
