using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>Folds the log into <see cref="ReviewQueue"/>.</summary>
public sealed class ReviewQueueFold : IFold<ReviewQueue>
{
    /// <inheritdoc/>
    public string Name => "reviews";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public ReviewQueue Start() => new();

    /// <inheritdoc/>
    public ReviewQueue Apply(ReviewQueue state, EventRecord record)
    {
        if (record.Stream.Category == ReviewId.StreamCategory && ReviewItemFold.Apply(state.Find(record.Stream.Id), record) is { } item)
        {
            state.Put(WithoutSightings(item));
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(ReviewQueue state, StreamId stream) => stream.Category == ReviewId.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public ReviewQueue Forget(ReviewQueue state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (state.Find(stream.Id) is { } known)
        {
            state.Replace(known, left.Aggregate(default(ReviewItem), ReviewItemFold.Apply) is { } rest ? WithoutSightings(rest) : null);
        }

        return state;
    }

    // Only the delivery of a verdict needs them, which reads the review's own stream; here they would be held for thousands.
    private static ReviewItem WithoutSightings(ReviewItem item) =>
        item with { Request = item.Request with { Seen = null }, Verdict = item.Verdict is null ? null : item.Verdict with { Seen = null } };

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, ReviewQueue state) => Hold(state)(writer);

    /// <inheritdoc/>
    public Action<Utf8JsonWriter> Hold(ReviewQueue state)
    {
        // The oldest first, so that reading it back puts the closed ones in their order.
        var items = state.Closed.Reverse().Concat(state.Open).ToList();
        return writer => JsonSerializer.Serialize(writer, items, ReviewJson.Default.ListReviewItem);
    }

    /// <inheritdoc/>
    public ReviewQueue Read(ReadOnlyMemory<byte> json)
    {
        var state = new ReviewQueue();
        foreach (var item in JsonSerializer.Deserialize(json.Span, ReviewJson.Default.ListReviewItem) ?? [])
        {
            state.Put(item);
        }

        return state;
    }
}
