using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Review.Consensus;

/// <summary>Folds the log into <see cref="PanelBoard"/>.</summary>
public sealed class PanelBoardFold : IFold<PanelBoard>
{
    /// <inheritdoc/>
    public string Name => "panels";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public PanelBoard Start() => new();

    /// <inheritdoc/>
    public PanelBoard Apply(PanelBoard state, EventRecord record)
    {
        if (record.Stream.Category == PanelId.StreamCategory && PanelItemFold.Apply(state.Find(record.Stream.Id), record) is { } item)
        {
            state.Put(item);
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(PanelBoard state, StreamId stream) => stream.Category == PanelId.StreamCategory && state.Find(stream.Id) is not null;

    /// <inheritdoc/>
    public PanelBoard Forget(PanelBoard state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (left.Aggregate(default(PanelItem), PanelItemFold.Apply) is { } rest)
        {
            state.Put(rest);
        }
        else
        {
            state.Remove(stream.Id);
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, PanelBoard state) => Hold(state)(writer);

    /// <inheritdoc/>
    public Action<Utf8JsonWriter> Hold(PanelBoard state)
    {
        List<PanelItem> items = [.. state.Concluded, .. state.Open];
        return writer => JsonSerializer.Serialize(writer, items, PanelJson.Default.ListPanelItem);
    }

    /// <inheritdoc/>
    public PanelBoard Read(ReadOnlyMemory<byte> json)
    {
        var state = new PanelBoard();
        foreach (var item in JsonSerializer.Deserialize(json.Span, PanelJson.Default.ListPanelItem) ?? [])
        {
            state.Put(item);
        }

        return state;
    }
}
