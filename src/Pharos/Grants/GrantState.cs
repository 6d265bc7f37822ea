using System.Collections.Immutable;
using Pharos.Events;

namespace Pharos.Grants;

/// <summary>Every grant in force, and the latest that ended: the fold over the stream of grants. Immutable.</summary>
internal sealed record GrantState
{
    /// <summary>Most ended grants that are remembered; older ones stand in the log only.</summary>
    public const int MaximumEnded = 1_000;

    public static GrantState Empty { get; } = new();

    public ImmutableDictionary<Guid, Grant> All { get; private init; } = ImmutableDictionary<Guid, Grant>.Empty;

    /// <summary>Grants that were not revoked, by what they answer: this is asked for every proposal that is left open.</summary>
    public ImmutableDictionary<string, ImmutableList<Guid>> Answering { get; private init; } = ImmutableDictionary.Create<string, ImmutableList<Guid>>(StringComparer.Ordinal);

    /// <summary>The state after one more event.</summary>
    public static GrantState Apply(GrantState state, EventRecord record) =>
        GrantEvents.ReadMade(record) is { } made ? state.With(made).Pruned(record.At)
        : GrantEvents.ReadRevoked(record) is { } id && state.All.TryGetValue(id, out var known) && known.RevokedAt is null
            ? state.Without(known) with { All = state.All.SetItem(id, known with { RevokedAt = record.At, RevokedBy = record.Actor.Id }) }
        : state;

    /// <summary>Grants that are in force, or will be.</summary>
    public int CountActive(DateTimeOffset now) => All.Values.Count(grant => grant.IsActiveAt(now));

    private GrantState With(Grant made) => this with
    {
        All = All.SetItem(made.Id, made),
        Answering = Answering.SetItem(made.Subject.Key, Answering.GetValueOrDefault(made.Subject.Key, []).Add(made.Id)),
    };

    private GrantState Without(Grant ended) => Answering.GetValueOrDefault(ended.Subject.Key, []).Remove(ended.Id) is var left && left.IsEmpty
        ? this with { Answering = Answering.Remove(ended.Subject.Key) }
        : this with { Answering = Answering.SetItem(ended.Subject.Key, left) };

    // By the time of the event, not by the clock, so that every node has the same state.
    private GrantState Pruned(DateTimeOffset at)
    {
        if (All.Count <= GrantBook.MaximumActive + MaximumEnded)
        {
            return this;
        }

        var state = this;
        foreach (var ended in All.Values.Where(grant => !grant.IsActiveAt(at)).OrderBy(grant => grant.Id).Take(All.Count - GrantBook.MaximumActive).ToList())
        {
            state = state.Without(ended) with { All = state.All.Remove(ended.Id) };
        }

        return state;
    }
}
