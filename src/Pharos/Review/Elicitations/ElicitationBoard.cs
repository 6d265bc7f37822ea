namespace Pharos.Review.Elicitations;

/// <summary>Every elicitation that waits and the latest ended ones, as folded from the log. Changed in place by its projection only.</summary>
public sealed class ElicitationBoard
{
    /// <summary>Most ended ones kept for lists; older ones are in the log. Few, because a snapshot of them holds up whoever looks at the board.</summary>
    public const int MaximumClosed = 1000;

    private readonly Dictionary<Guid, Elicitation> _items = [];
    private readonly SortedSet<(DateTimeOffset ExpiresAt, Guid Id)> _pending = [];
    private readonly Dictionary<string, SortedSet<Guid>> _pendingByAnswerer = new(StringComparer.Ordinal);
    private readonly LinkedList<Guid> _closed = [];

    /// <summary>Who asked in the last minute.</summary>
    internal RecentSteps Asked { get; } = new();

    /// <summary>Who answered in the last minute.</summary>
    internal RecentSteps Answered { get; } = new();

    /// <summary>How many wait.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Those that wait, the one whose time runs out first in front.</summary>
    public IEnumerable<Elicitation> Pending => _pending.Select(entry => _items[entry.Id]);

    /// <summary>The ended ones that are kept, the latest first; without their answers.</summary>
    public IEnumerable<Elicitation> Closed => _closed.Select(id => _items[id]);

    /// <summary>Those that wait for somebody, the oldest first.</summary>
    public IEnumerable<Elicitation> PendingFor(string answerer) => _pendingByAnswerer.TryGetValue(answerer, out var ids) ? ids.Select(id => _items[id]) : [];

    /// <summary>How many wait for somebody.</summary>
    public int PendingCountFor(string answerer) => _pendingByAnswerer.TryGetValue(answerer, out var ids) ? ids.Count : 0;

    /// <summary>One; null when it is unknown or ended long ago.</summary>
    public Elicitation? Find(Guid id) => _items.GetValueOrDefault(id);

    /// <summary>How long somebody waits until they may ask again; null for not at all. Counts what every node recorded.</summary>
    internal TimeSpan? WaitToAsk(string agent, int limit, DateTimeOffset now) => Asked.WaitFor(agent, limit, now);

    /// <summary>How long somebody waits until they may answer again; null for not at all.</summary>
    internal TimeSpan? WaitToAnswer(string agent, int limit, DateTimeOffset now) => Answered.WaitFor(agent, limit, now);

    /// <summary>Takes what an event made of an elicitation, and counts the step of whoever made it.</summary>
    internal void Take(Elicitation item)
    {
        var old = _items.GetValueOrDefault(item.Id);
        if (old is null)
        {
            Asked.Note(item.Question.From, item.RequestedAt);
        }

        if (old is { Closed: null } && item is { ClosedBy: { } by, ClosedAt: { } at } && by == item.Question.To)
        {
            Answered.Note(by, at);
        }

        Put(item);
    }

    internal void Put(Elicitation item)
    {
        // An answer may be large, and may be erased one day: only the log holds it.
        item = item with { Content = null };
        var old = _items.GetValueOrDefault(item.Id);
        _items[item.Id] = item;
        if (item.Closed is null)
        {
            _pending.Add((item.Question.ExpiresAt, item.Id));
            (_pendingByAnswerer.TryGetValue(item.Question.To, out var ids) ? ids : _pendingByAnswerer[item.Question.To] = []).Add(item.Id);
        }
        else if (old?.Closed is null)
        {
            End(item);
        }
    }

    /// <summary>Forgets one whose question was erased, as if it had never been asked.</summary>
    internal void Remove(Elicitation item)
    {
        Settle(item);
        _items.Remove(item.Id);
        _closed.Remove(item.Id);
    }

    private void Settle(Elicitation item)
    {
        _pending.Remove((item.Question.ExpiresAt, item.Id));
        if (_pendingByAnswerer.TryGetValue(item.Question.To, out var ids) && ids.Remove(item.Id) && ids.Count == 0)
        {
            _pendingByAnswerer.Remove(item.Question.To);
        }
    }

    private void End(Elicitation item)
    {
        Settle(item);
        _closed.AddFirst(item.Id);
        while (_closed.Count > MaximumClosed && _closed.Last is { } last)
        {
            _closed.RemoveLast();
            _items.Remove(last.Value);
        }
    }
}

/// <summary>The board in a snapshot. Of the last minute it says who did something by itself: a thousand agents ask more in a minute than the ended ones that are kept.</summary>
internal sealed record ElicitationBoardSnapshot(IReadOnlyList<Elicitation> Items, IReadOnlyList<RecentEntry> Asked, IReadOnlyList<RecentEntry> Answered);
