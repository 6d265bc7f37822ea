using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using Pharos.Events;
using Pharos.Server.Events;

namespace Pharos.Server.Mcp.Tools.Events;

/// <summary>Reads the record for a tool: an agent sees what is about itself, readers see everything; that it was read is recorded too.</summary>
internal sealed class EventReading(IEventLog log, LogReads reads)
{
    /// <summary>Most events of one answer.</summary>
    public const int MaximumEvents = 200;

    /// <summary>What the answers look like.</summary>
    public const string Output = """
        {"type":"object","required":["events","next"],"properties":{
        "events":{"type":"array","items":{"type":"object","required":["position","id","type","at"],"properties":{"position":{"type":"number"},"id":{"type":"string"},"type":{"type":"string"},"at":{"type":"string"}}}},
        "next":{"type":["number","null"],"description":"Give it as \"after\" to read on; null at the end."}}}
        """;

    /// <summary>Answers a query.</summary>
    public async ValueTask<CallToolResult> ReadAsync(EventQuery query, ToolCall call, CancellationToken cancellationToken)
    {
        await reads.RecordAsync(call.Admission, "query", cancellationToken);
        var own = call.IsReader ? query : query with { Agent = call.Caller.Subject };
        var page = await log.QueryAsync(own, cancellationToken);
        return ToolAnswer.Of(writer => Write(writer, page));
    }

    /// <summary>Reads a time; false for what is none.</summary>
    public static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = parsed;
        return isTime;
    }

    private static void Write(Utf8JsonWriter writer, EventPage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("events");
        foreach (var record in page.Events)
        {
            EventJson.Write(writer, record);
        }

        writer.WriteEndArray();
        if (page.Next is { } next)
        {
            writer.WriteNumber("next", next.Value);
        }
        else
        {
            writer.WriteNull("next");
        }

        writer.WriteEndObject();
    }
}
