using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate.Definitions;
using Pharos.Proposals;

namespace Pharos.Review.Definitions;

/// <summary>
/// Folds decisions about definitions, and the verdicts of the reviews they wait in, into <see cref="KnownDefinitions"/>. That a review approved a definition is nowhere written a second time: the
/// verdict itself pins it, whoever gave it and by whatever way.
/// </summary>
public sealed class KnownDefinitionsFold : IFold<KnownDefinitions>
{
    /// <inheritdoc/>
    public string Name => "definitions";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public KnownDefinitions Start() => new();

    /// <inheritdoc/>
    public KnownDefinitions Apply(KnownDefinitions state, EventRecord record)
    {
        if (record.Stream.Category == DefinitionKey.StreamCategory)
        {
            var before = state.Find(record.Stream.Id) ?? new DefinitionEntry { Id = record.Stream.Id, Version = 0, Revision = 0 };
            state.Put(Step(before, record) with { Version = record.Version, Revision = before.Revision + 1 });
        }
        else if (record.Stream.Category == ReviewId.StreamCategory && state.FindByReview(record.Stream.Id) is { } judged)
        {
            Judge(state, judged, record);
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(KnownDefinitions state, StreamId stream) => stream.Category == DefinitionKey.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public KnownDefinitions Forget(KnownDefinitions state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (state.Find(stream.Id) is not { } known)
        {
            return state;
        }

        // Verdicts of reviews made a part of the entry, and no event of this stream says so: what is left of it stays, what is gone counts as erased.
        var told = left.SkipWhile(record => left.Any(later => later.Type == DefinitionEvents.Forgotten && later.Version > record.Version))
            .Where(record => record.Type == DefinitionEvents.Decided).Select(Read).OfType<DefinitionDecided>().ToList();
        var rest = known;
        if (known.Latest is { } latest && !told.Any(one => one.Proposal == latest.Proposal))
        {
            rest = rest with { Latest = told.LastOrDefault(), IsErased = true, IsApproved = null, JudgedBy = null, JudgedAt = null };
        }

        if (known.Pinned is { } pinned && !told.Any(one => one.Text.Hash == pinned.Hash))
        {
            rest = rest with { Pinned = null, PinnedBy = null, PinnedAt = null, IsErased = true };
        }

        if (rest != known)
        {
            state.Put(rest with { Revision = known.Revision + 1 });
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, KnownDefinitions state) =>
        JsonSerializer.Serialize(writer, [.. state.All.OrderBy(entry => entry.Id)], KnownDefinitionsJson.Default.ListDefinitionEntry);

    /// <inheritdoc/>
    public KnownDefinitions Read(ReadOnlyMemory<byte> json)
    {
        var state = new KnownDefinitions();
        foreach (var entry in JsonSerializer.Deserialize(json.Span, KnownDefinitionsJson.Default.ListDefinitionEntry) ?? [])
        {
            state.Put(entry);
        }

        return state;
    }

    private static DefinitionEntry Step(DefinitionEntry entry, EventRecord record) => record.Type switch
    {
        DefinitionEvents.Decided => Decided(entry, record),
        DefinitionEvents.Approved when entry.Latest is not null => entry with { IsApproved = true, JudgedBy = record.Actor.Id, JudgedAt = record.At },
        DefinitionEvents.Forgotten => new DefinitionEntry { Id = entry.Id, Version = record.Version, Revision = entry.Revision },
        _ => entry,
    };

    private static DefinitionEntry Decided(DefinitionEntry entry, EventRecord record)
    {
        var settled = Settled(entry);
        // What was erased is not what was never seen: nobody can tell any more whether the next sight is a change.
        return Read(record) is not { } decided
            ? settled with { IsErased = true, IsApproved = null, JudgedBy = null, JudgedAt = null }
            : settled with { Latest = decided, SeenAt = record.At, IsErased = false, IsApproved = null, JudgedBy = null, JudgedAt = null };
    }

    private static DefinitionDecided? Read(EventRecord record) =>
        record.Payload.IsEmpty ? null : JsonSerializer.Deserialize(record.Payload.Span, DefinitionJson.Default.DefinitionDecided);

    // What was approved stays pinned beside what the server says next.
    private static DefinitionEntry Settled(DefinitionEntry entry) => entry.Latest is { } latest && (latest.State == DefinitionState.Pinned || entry.IsApproved == true)
        ? entry with { Pinned = latest.Text, PinnedBy = entry.JudgedBy ?? latest.By ?? "policy", PinnedAt = entry.JudgedAt ?? entry.SeenAt }
        : entry;

    private static void Judge(KnownDefinitions state, DefinitionEntry entry, EventRecord record)
    {
        var judged = record.Type switch
        {
            // An approval with another text approves that text, which is not what the server says.
            ReviewEvents.Verdict when !record.Payload.IsEmpty && JsonSerializer.Deserialize(record.Payload.Span, ReviewJson.Default.ReviewVerdict) is { } verdict =>
                entry with { IsApproved = verdict.Verdict == VerdictKind.Approve ? verdict.Edited is null ? true : null : false, JudgedBy = verdict.By, JudgedAt = record.At },
            ReviewEvents.Undone => entry with { IsApproved = null, JudgedBy = null, JudgedAt = null },
            _ => entry,
        };
        if (!ReferenceEquals(judged, entry))
        {
            state.Put(judged with { Revision = entry.Revision + 1 });
        }
    }
}
