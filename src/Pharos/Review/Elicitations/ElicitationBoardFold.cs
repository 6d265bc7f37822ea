using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Review.Elicitations;

/// <summary>Folds the log into <see cref="ElicitationBoard"/>.</summary>
public sealed class ElicitationBoardFold : IFold<ElicitationBoard>
{
    /// <inheritdoc/>
    public string Name => "elicitations";

    /// <inheritdoc/>
    public int Version => 3;

    /// <inheritdoc/>
    public ElicitationBoard Start() => new();

    /// <inheritdoc/>
    public ElicitationBoard Apply(ElicitationBoard state, EventRecord record)
    {
        if (record.Stream.Category == ElicitationId.StreamCategory && ElicitationFold.Apply(state.Find(record.Stream.Id), record) is { } item)
        {
            state.Take(item);
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(ElicitationBoard state, StreamId stream) => stream.Category == ElicitationId.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public ElicitationBoard Forget(ElicitationBoard state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (left.Aggregate(default(Elicitation), ElicitationFold.Apply) is { } rest)
        {
            state.Put(rest);
        }
        else if (state.Find(stream.Id) is { } known)
        {
            state.Remove(known);
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, ElicitationBoard state) => Hold(state)(writer);

    /// <inheritdoc/>
    public Action<Utf8JsonWriter> Hold(ElicitationBoard state)
    {
        // The oldest first, so that reading it back puts the ended ones in their order.
        var snapshot = new ElicitationBoardSnapshot([.. state.Closed.Reverse().Concat(state.Pending)], state.Asked.Written(), state.Answered.Written());
        return writer => JsonSerializer.Serialize(writer, snapshot, ElicitationJson.Default.ElicitationBoardSnapshot);
    }

    /// <inheritdoc/>
    public ElicitationBoard Read(ReadOnlyMemory<byte> json)
    {
        var state = new ElicitationBoard();
        var snapshot = JsonSerializer.Deserialize(json.Span, ElicitationJson.Default.ElicitationBoardSnapshot) ?? throw new FormatException("A snapshot of elicitations is null.");
        foreach (var item in snapshot.Items)
        {
            state.Put(item);
        }

        state.Asked.Read(snapshot.Asked);
        state.Answered.Read(snapshot.Answered);

        return state;
    }
}
