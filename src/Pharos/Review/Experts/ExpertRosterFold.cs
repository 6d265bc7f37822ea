using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Projections;

namespace Pharos.Review.Experts;

/// <summary>Folds the log into <see cref="ExpertRoster"/>.</summary>
public sealed class ExpertRosterFold : IFold<ExpertRoster>
{
    /// <inheritdoc/>
    public string Name => "experts";

    /// <inheritdoc/>
    public int Version => 2;

    /// <inheritdoc/>
    public ExpertRoster Start() => new();

    /// <inheritdoc/>
    public ExpertRoster Apply(ExpertRoster state, EventRecord record)
    {
        if (record.Stream.Category is ExpertId.StreamCategory or ExpertId.PresenceCategory && ExpertFold.Apply(state.FindByStream(record.Stream.Id), record) is { } expert)
        {
            state.Put(expert);
        }

        return state;
    }

    /// <inheritdoc/>
    public bool Keeps(ExpertRoster state, StreamId stream) => stream.Category == ExpertId.StreamCategory && state.FindByStream(stream.Id) is not null;

    /// <inheritdoc/>
    public ExpertRoster Forget(ExpertRoster state, StreamId stream, IReadOnlyList<EventRecord> left)
    {
        if (state.FindByStream(stream.Id) is { } known && left.Aggregate(default(Expert), ExpertFold.Apply) is { } rest)
        {
            // Whether it is there is said in another stream.
            state.Put(rest with { LastSeen = known.LastSeen, IsLost = known.IsLost });
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, ExpertRoster state) =>
        JsonSerializer.Serialize(writer, [.. state.All.OrderBy(expert => expert.Id, StringComparer.Ordinal)], ExpertJson.Default.ListExpert);

    /// <inheritdoc/>
    public ExpertRoster Read(ReadOnlyMemory<byte> json)
    {
        var state = new ExpertRoster();
        foreach (var expert in JsonSerializer.Deserialize(json.Span, ExpertJson.Default.ListExpert) ?? [])
        {
            state.Put(expert);
        }

        return state;
    }
}
