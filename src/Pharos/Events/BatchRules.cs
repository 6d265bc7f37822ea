using System.Text.Json;

namespace Pharos.Events;

/// <summary>Says whether a batch may be appended at all. Every engine asks this first, so that all refuse the same.</summary>
public static class BatchRules
{
    /// <summary>The refusal, or null when the batch keeps every rule.</summary>
    public static AppendOutcome.Refused? Refuse(AppendBatch batch)
    {
        if (batch.Events.Count == 0)
        {
            return new AppendOutcome.Refused("append.empty", "A batch holds at least one event.");
        }

        if (batch.Events.Count > EventLimits.EventsPerBatch || batch.Expected.Count > EventLimits.ExpectedPerBatch)
        {
            return new AppendOutcome.Refused("append.too-large", $"A batch holds at most {EventLimits.EventsPerBatch} events and as many expected versions.");
        }

        if (batch.Operation is { ContentHash.Length: 0 or > EventLimits.ContentHashBytes })
        {
            return new AppendOutcome.Refused("append.operation", $"An operation's content hash has 1 to {EventLimits.ContentHashBytes} bytes.");
        }

        long bytes = 0;
        foreach (var record in batch.Events)
        {
            bytes += record.Payload.Length;
            if (RefuseEvent(record) is { } refused)
            {
                return refused;
            }
        }

        return bytes > EventLimits.BatchPayloadBytes
            ? new AppendOutcome.Refused("append.too-large", $"The payloads of a batch have at most {EventLimits.BatchPayloadBytes} bytes together.")
            : null;
    }

    /// <summary>The refusal of a removal, or null.</summary>
    public static RemovalOutcome.Refused? Refuse(RemovalStep step)
    {
        if (step.Positions.Count is 0 or > EventLimits.RemovedPerStep)
        {
            return new RemovalOutcome.Refused("removal.size", $"A step removes 1 to {EventLimits.RemovedPerStep} payloads.");
        }

        return RefuseEvent(step.Record) is { } refused ? new RemovalOutcome.Refused(refused.Code, refused.Reason) : null;
    }

    private static AppendOutcome.Refused? RefuseEvent(NewEvent record)
    {
        if (!StreamId.IsCategory(record.Stream.Category))
        {
            return new AppendOutcome.Refused("append.stream", $"\"{record.Stream.Category}\" is not a stream category.");
        }

        if (record.Type.Length is 0 or > EventLimits.TypeLength || record.Actor.Id.Length is 0 or > EventLimits.ActorLength
            || record.Agent?.Length > EventLimits.ActorLength || record.Workspace?.Length > EventLimits.WorkspaceLength)
        {
            return new AppendOutcome.Refused("append.text", "An event's type, actor, agent or workspace is empty or longer than EventLimits allows.");
        }

        // What is read must be what was sealed, or it would look like tampering: SQLite's interface ends a text at a NUL, and half a character has no bytes in UTF-8.
        if (!IsStorable(record.Type) || !IsStorable(record.Actor.Id) || !IsStorable(record.Agent) || !IsStorable(record.Workspace))
        {
            return new AppendOutcome.Refused("append.text", "An event's type, actor, agent or workspace holds a NUL character or half a surrogate pair.");
        }

        if (record.Blobs.Count > EventLimits.BlobsPerEvent)
        {
            return new AppendOutcome.Refused("append.too-large", $"An event names at most {EventLimits.BlobsPerEvent} blobs.");
        }

        if (record.Payload.Length > EventLimits.PayloadBytes)
        {
            return new AppendOutcome.Refused("append.too-large", $"A payload has at most {EventLimits.PayloadBytes} bytes.");
        }

        return IsOneJsonValue(record.Payload.Span) ? null : new AppendOutcome.Refused("append.payload", $"The payload of {record.Type} is not one UTF-8 JSON value.");
    }

    private static bool IsStorable(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneJsonValue(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = EventLimits.PayloadDepth });
        try
        {
            var any = false;
            while (reader.Read())
            {
                any = true;
            }

            return any && System.Text.Unicode.Utf8.IsValid(payload);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
