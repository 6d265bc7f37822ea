namespace Pharos.Review.Collaborations;

/// <summary>Who was seen when, and how the sessions of two agents went, as folded from the log. Changed in place by its projection only.</summary>
public sealed class PartnerLedger
{
    /// <summary>Most agents and most pairs that are remembered; who was seen longest ago is forgotten first.</summary>
    public const int MaximumEntries = 10_000;

    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Driver, string Partner), (PairingPast Past, DateTimeOffset At)> _past = [];

    /// <summary>Every agent that was seen, by name.</summary>
    public IEnumerable<(string Agent, DateTimeOffset At)> Seen => _seen.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));

    /// <summary>When an agent was last seen; null for never.</summary>
    public DateTimeOffset? SeenAt(string agent) => _seen.TryGetValue(agent, out var at) ? at : null;

    /// <summary>How the sessions of two agents went.</summary>
    public PairingPast PastOf(string driver, string partner) => _past.TryGetValue((driver, partner), out var entry) ? entry.Past : PairingPast.None;

    internal void See(string agent, DateTimeOffset at)
    {
        if (_seen.Count >= MaximumEntries && !_seen.ContainsKey(agent))
        {
            _seen.Remove(_seen.MinBy(entry => (entry.Value, entry.Key)).Key);
        }

        _seen[agent] = at;
    }

    internal void Close(CollaborationHead head)
    {
        if (head.Partner is not { } partner || head.Closed is not { } closed)
        {
            return;
        }

        var key = (head.StartedBy, partner.Agent);
        if (_past.Count >= MaximumEntries && !_past.ContainsKey(key))
        {
            _past.Remove(_past.MinBy(entry => (entry.Value.At, entry.Key.Driver, entry.Key.Partner)).Key);
        }

        var past = PastOf(key.StartedBy, key.Agent);
        _past[key] = (closed switch
        {
            CollaborationStage.Ended => past with { Ended = past.Ended + 1 },
            CollaborationStage.Declined => past with { Declined = past.Declined + 1 },
            _ => past with { Expired = past.Expired + 1 },
        }, head.ClosedAt ?? head.LastAt);
    }

    internal IReadOnlyList<SeenEntry> WrittenSeen() => [.. Seen.Select(entry => new SeenEntry(entry.Agent, entry.At))];

    internal IReadOnlyList<PastEntry> WrittenPast() =>
        [.. _past.OrderBy(entry => entry.Key.Driver, StringComparer.Ordinal).ThenBy(entry => entry.Key.Partner, StringComparer.Ordinal)
            .Select(entry => new PastEntry(entry.Key.Driver, entry.Key.Partner, entry.Value.Past, entry.Value.At))];

    internal void Read(IEnumerable<SeenEntry> seen, IEnumerable<PastEntry> past)
    {
        foreach (var entry in seen)
        {
            _seen[entry.Agent] = entry.At;
        }

        foreach (var entry in past)
        {
            _past[(entry.Driver, entry.Partner)] = (entry.Past, entry.At);
        }
    }
}

/// <summary>An agent in a snapshot.</summary>
internal sealed record SeenEntry(string Agent, DateTimeOffset At);

/// <summary>Two agents in a snapshot.</summary>
internal sealed record PastEntry(string Driver, string Partner, PairingPast Past, DateTimeOffset At);
