using System.Globalization;
using System.Text.Json;

namespace Pharos.Events.Projections;

/// <summary>Counts every event into <see cref="LogStatistics"/>.</summary>
public sealed class LogStatisticsFold : IFold<LogStatistics>
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <inheritdoc/>
    public string Name => "log-statistics";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public LogStatistics Start() => new();

    /// <inheritdoc/>
    public LogStatistics Apply(LogStatistics state, EventRecord record)
    {
        var bytes = record.Payload.Length;
        state.Events++;
        state.PayloadBytes += bytes;
        state.First = state.First < record.At ? state.First : record.At;
        state.Last = state.Last > record.At ? state.Last : record.At;
        state.Types.Add(record.Type, bytes);
        if (record.Agent is { } agent)
        {
            state.Agents.Add(agent, bytes);
        }

        var day = DateOnly.FromDateTime(record.At.UtcDateTime);
        var (events, payloadBytes) = state.Daily.GetValueOrDefault(day);
        state.Daily[day] = (events + 1, payloadBytes + bytes);
        if (state.Daily.Count > LogStatistics.MaximumDays)
        {
            state.Daily.Remove(state.Daily.Keys.First());
        }

        return state;
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer, LogStatistics state)
    {
        writer.WriteStartObject();
        writer.WriteNumber("events", state.Events);
        writer.WriteNumber("payloadBytes", state.PayloadBytes);
        WriteTime(writer, "first", state.First);
        WriteTime(writer, "last", state.Last);
        writer.WritePropertyName("types");
        state.Types.Write(writer);
        writer.WritePropertyName("agents");
        state.Agents.Write(writer);
        writer.WriteStartArray("days");
        foreach (var (day, (events, payloadBytes)) in state.Daily)
        {
            writer.WriteStartObject();
            writer.WriteString("day", day.ToString(DayFormat, CultureInfo.InvariantCulture));
            writer.WriteNumber("events", events);
            writer.WriteNumber("payloadBytes", payloadBytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public LogStatistics Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var state = new LogStatistics
        {
            Events = root.GetProperty("events").GetInt64(),
            PayloadBytes = root.GetProperty("payloadBytes").GetInt64(),
            First = ReadTime(root.GetProperty("first")),
            Last = ReadTime(root.GetProperty("last")),
            Types = Tally.Read(root.GetProperty("types"), LogStatistics.MaximumNames),
            Agents = Tally.Read(root.GetProperty("agents"), LogStatistics.MaximumNames),
        };
        foreach (var item in root.GetProperty("days").EnumerateArray())
        {
            var day = DateOnly.ParseExact(item.GetProperty("day").GetString() ?? "", DayFormat, CultureInfo.InvariantCulture);
            state.Daily[day] = (item.GetProperty("events").GetInt64(), item.GetProperty("payloadBytes").GetInt64());
        }

        return state;
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            writer.WriteString(name, HashChain.TimeOf(time));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static DateTimeOffset? ReadTime(JsonElement time) => time.ValueKind == JsonValueKind.Null ? null : time.GetDateTimeOffset();
}
