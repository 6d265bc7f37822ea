namespace Pharos.Review.Collaborations;

/// <summary>Every open session and the latest closed ones, and who could pair, as folded from the log. Changed in place by its projection only.</summary>
public sealed class CollaborationBoard
{
    /// <summary>Most closed sessions kept for lists; older ones are in the log.</summary>
    public const int MaximumClosed = 5000;

    private readonly Dictionary<Guid, CollaborationHead> _heads = [];
    private readonly SortedSet<Guid> _open = [];
    private readonly LinkedList<Guid> _closed = [];
    private readonly Dictionary<string, HashSet<Guid>> _openByAgent = new(StringComparer.Ordinal);

    /// <summary>Who was seen, and who worked with whom.</summary>
    public PartnerLedger Partners { get; } = new();

    /// <summary>How many are open.</summary>
    public int OpenCount => _open.Count;

    /// <summary>Every open session, the latest first.</summary>
    public IEnumerable<CollaborationHead> Open => _open.Reverse().Select(id => _heads[id]);

    /// <summary>The closed sessions that are kept, the latest first.</summary>
    public IEnumerable<CollaborationHead> Closed => _closed.Select(id => _heads[id]);

    /// <summary>A session, or null when it is unknown or closed long ago.</summary>
    public CollaborationHead? Find(Guid id) => _heads.GetValueOrDefault(id);

    /// <summary>The open sessions that an agent was asked into, the latest first.</summary>
    public IEnumerable<CollaborationHead> OpenOf(string agent) =>
        _openByAgent.TryGetValue(agent, out var ids) ? ids.OrderDescending().Select(id => _heads[id]) : [];

    internal void Put(CollaborationHead head)
    {
        var old = _heads.GetValueOrDefault(head.Id);
        _heads[head.Id] = head;
        if (old?.Closed is not null)
        {
            return;
        }

        if (head.Closed is null)
        {
            _open.Add(head.Id);
            foreach (var participant in head.Participants.Skip(old?.Participants.Count ?? 0))
            {
                (_openByAgent.TryGetValue(participant.Agent, out var ids) ? ids : _openByAgent[participant.Agent] = []).Add(head.Id);
            }

            return;
        }

        Settle(head);
        _closed.AddFirst(head.Id);
        while (_closed.Count > MaximumClosed && _closed.Last is { } last)
        {
            _closed.RemoveLast();
            _heads.Remove(last.Value);
        }
    }

    /// <summary>Puts what is left of a session in its place; without anything left it is as if it had never been.</summary>
    internal void Replace(CollaborationHead known, CollaborationHead? rest)
    {
        if (rest is { Closed: not null } && known.Closed is not null)
        {
            _heads[rest.Id] = rest;
            return;
        }

        // Who was asked into it may be others than before.
        Settle(known);
        _heads.Remove(known.Id);
        _closed.Remove(known.Id);
        if (rest is not null)
        {
            Put(rest);
        }
    }

    private void Settle(CollaborationHead head)
    {
        _open.Remove(head.Id);
        foreach (var participant in head.Participants)
        {
            if (_openByAgent.TryGetValue(participant.Agent, out var ids) && ids.Remove(head.Id) && ids.Count == 0)
            {
                _openByAgent.Remove(participant.Agent);
            }
        }
    }
}

/// <summary>The board in a snapshot.</summary>
internal sealed record CollaborationBoardSnapshot(IReadOnlyList<CollaborationHead> Heads, IReadOnlyList<SeenEntry> Seen, IReadOnlyList<PastEntry> Past);
