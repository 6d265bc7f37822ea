namespace Pharos.Review;

/// <summary>Every open review and the latest closed ones, as folded from the log. Changed in place by its projection only.</summary>
public sealed class ReviewQueue
{
    /// <summary>Most closed reviews kept for lists; older ones are in the log.</summary>
    public const int MaximumClosed = 10_000;

    private readonly Dictionary<Guid, ReviewItem> _items = [];
    private readonly SortedSet<(DateTimeOffset Urgency, Guid Id)> _open = [];
    private readonly LinkedList<Guid> _closed = [];
    private readonly Dictionary<Guid, LinkedListNode<Guid>> _places = [];
    private readonly Dictionary<string, Guid> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Guid> _byEditedKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Guid> _byProposal = [];
    private readonly Dictionary<string, int> _openByAgent = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Every open review, the most urgent first.</summary>
    public IEnumerable<ReviewItem> Open => _open.Select(entry => _items[entry.Id]);

    /// <summary>The closed reviews that are kept, the latest first.</summary>
    public IEnumerable<ReviewItem> Closed => _closed.Select(id => _items[id]);

    /// <summary>A review, or null when it is unknown or closed long ago.</summary>
    public ReviewItem? Find(Guid id) => _items.GetValueOrDefault(id);

    /// <summary>The latest review of a question, or null.</summary>
    public ReviewItem? FindByKey(string key) => _byKey.TryGetValue(key, out var id) ? _items.GetValueOrDefault(id) : null;

    /// <summary>The latest review that approved another input, by the question which that input is; or null.</summary>
    public ReviewItem? FindByEditedKey(string key) => _byEditedKey.TryGetValue(key, out var id) ? _items.GetValueOrDefault(id) : null;

    /// <summary>The review that a proposal opened or joined, or null.</summary>
    public ReviewItem? FindByProposal(Guid proposal) => _byProposal.TryGetValue(proposal, out var id) ? _items.GetValueOrDefault(id) : null;

    /// <summary>How many reviews of an agent are open.</summary>
    public int OpenOf(string agent) => _openByAgent.GetValueOrDefault(agent);

    /// <summary>The open reviews behind a place in the order of urgency; from the beginning without one.</summary>
    public IEnumerable<ReviewItem> OpenAfter((DateTimeOffset Urgency, Guid Id)? after)
    {
        if (after is not { } place)
        {
            return Open;
        }

        return _open.Count == 0 || _open.Max.CompareTo(place) <= 0 ? [] : _open.GetViewBetween(place, _open.Max).Where(entry => entry != place).Select(entry => _items[entry.Id]);
    }

    /// <summary>The closed reviews behind a place in the order of their ends; from the latest without one. The place stays one when the review that stood there is open again or forgotten.</summary>
    public IEnumerable<ReviewItem> ClosedAfter((DateTimeOffset EndedAt, Guid Id)? after)
    {
        if (after is not { } place)
        {
            return Closed;
        }

        return Find(place.Id) is { IsClosed: true, EndedAt: { } ended } && ended == place.EndedAt
            ? Closed.SkipWhile(item => item.Id != place.Id).Skip(1)
            : Closed.SkipWhile(item => item.EndedAt > place.EndedAt);
    }

    internal void Put(ReviewItem item)
    {
        var old = _items.GetValueOrDefault(item.Id);
        _items[item.Id] = item;
        if (old is null)
        {
            // What happens to an older review of a question later must not hide the newer one.
            _byKey[item.Request.Key] = item.Id;
        }

        _byProposal[item.Request.Proposal] = item.Id;
        foreach (var joined in item.Joined.Skip(old?.Joined.Count ?? 0))
        {
            _byProposal[joined] = item.Id;
        }

        if (old?.Verdict?.EditedKey is { } taken && taken != item.Verdict?.EditedKey)
        {
            Forget(_byEditedKey, taken, item.Id);
        }

        if (item.Verdict?.EditedKey is { } edited)
        {
            _byEditedKey[edited] = item.Id;
        }

        if (old is { IsClosed: true } && item.IsClosed)
        {
            // Delivering a verdict does not make it a later one.
            return;
        }

        if (old is not null)
        {
            Take(old);
        }

        if (item.IsClosed)
        {
            _places[item.Id] = _closed.AddFirst(item.Id);
            Trim();
        }
        else
        {
            _open.Add((item.Urgency, item.Id));
            _openByAgent[item.Request.Agent] = OpenOf(item.Request.Agent) + 1;
        }
    }

    /// <summary>Puts what is left of a review in its place; without anything left it is as if it had never been asked.</summary>
    internal void Replace(ReviewItem known, ReviewItem? rest)
    {
        if (rest is not null)
        {
            foreach (var joined in known.Joined.Except(rest.Joined))
            {
                Forget(_byProposal, joined, known.Id);
            }

            Put(rest);
            return;
        }

        Take(known);
        Unname(known);
        _items.Remove(known.Id);
    }

    private void Take(ReviewItem old)
    {
        if (old.IsClosed)
        {
            if (_places.Remove(old.Id, out var place))
            {
                _closed.Remove(place);
            }

            return;
        }

        _open.Remove((old.Urgency, old.Id));
        if (OpenOf(old.Request.Agent) is > 1 and var count)
        {
            _openByAgent[old.Request.Agent] = count - 1;
        }
        else
        {
            _openByAgent.Remove(old.Request.Agent);
        }
    }

    private void Trim()
    {
        while (_closed.Count > MaximumClosed && _closed.Last is { } last)
        {
            _closed.RemoveLast();
            _places.Remove(last.Value);
            if (_items.Remove(last.Value, out var gone))
            {
                Unname(gone);
            }
        }
    }

    private void Unname(ReviewItem gone)
    {
        Forget(_byProposal, gone.Request.Proposal, gone.Id);
        foreach (var joined in gone.Joined)
        {
            Forget(_byProposal, joined, gone.Id);
        }

        Forget(_byKey, gone.Request.Key, gone.Id);
        if (gone.Verdict?.EditedKey is { } edited)
        {
            Forget(_byEditedKey, edited, gone.Id);
        }
    }

    private static void Forget<TKey>(Dictionary<TKey, Guid> index, TKey key, Guid id)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out var latest) && latest == id)
        {
            index.Remove(key);
        }
    }
}
