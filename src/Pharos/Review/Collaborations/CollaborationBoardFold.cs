using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Review.Collaborations;

/// <summary>Folds the log into <see cref="CollaborationBoard"/>.</summary>
public sealed class CollaborationBoardFold : IFold<CollaborationBoard>
{
    /// <inheritdoc/>
    public string Name => "collaborations";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public CollaborationBoard Start() => new();

    /// <inheritdoc/>
    public CollaborationBoard Apply(CollaborationBoard state, EventRecord record)
    {
        if (record.Actor.Kind == ActorKind.Agent)
        {
            state.Partners.See(record.Actor.Id, record.At);
        }

        if (record.Stream.Category == CollaborationId.StreamCategory)
        {
            var old = state.Find(record.Stream.Id);
            if (CollaborationHeadFold.Apply(old, record) is { } head)
            {
                state.Put(head);
                if (head.Closed is not null && old?.Closed is null)
                {
                    state.Partners.Close(head);
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(CollaborationBoard state, StreamId stream) => stream.Category == CollaborationId.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public CollaborationBoard Forget(CollaborationBoard state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (state.Find(stream.Id) is { } known)
        {
            state.Replace(known, left.Aggregate(default(CollaborationHead), CollaborationHeadFold.Apply));
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, CollaborationBoard state) => Hold(state)(writer);

    /// <inheritdoc/>
    public Action<Utf8JsonWriter> Hold(CollaborationBoard state)
    {
        // The oldest first, so that reading it back puts the closed ones in their order.
        var snapshot = new CollaborationBoardSnapshot([.. state.Closed.Reverse().Concat(state.Open)], state.Partners.WrittenSeen(), state.Partners.WrittenPast());
        return writer => JsonSerializer.Serialize(writer, snapshot, CollaborationJson.Default.CollaborationBoardSnapshot);
    }

    /// <inheritdoc/>
    public CollaborationBoard Read(ReadOnlyMemory<byte> json)
    {
        var state = new CollaborationBoard();
        var snapshot = JsonSerializer.Deserialize(json.Span, CollaborationJson.Default.CollaborationBoardSnapshot) ?? throw new FormatException("A snapshot of sessions is null.");
        foreach (var head in snapshot.Heads)
        {
            state.Put(head);
        }

        state.Partners.Read(snapshot.Seen, snapshot.Past);
        return state;
    }
}
