using System.Buffers;
using System.Text.Json;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Events;

/// <summary>What agents write into the record themselves: always as one kind of event of their own, so that none can be taken for a decision, a verdict or another's word.</summary>
internal sealed class AgentNotes(IEventLog log, TimeProvider clock)
{
    /// <summary>The event's type.</summary>
    public const string Noted = "agent.noted";

    /// <summary>Largest note in bytes.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>Appends a note.</summary>
    /// <param name="kind">What the agent calls it.</param>
    /// <param name="data">What it says; masked.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<(EventId Id, Position? At, Problem? Problem)> WriteAsync(string kind, RegoObject data, Admission by, CancellationToken cancellationToken)
    {
        var payload = Payload(kind, data);
        if (payload.Length > MaximumBytes)
        {
            return (default, null, new Problem("note.size", $"A note holds at most {MaximumBytes} bytes; this one has {payload.Length}.", 413));
        }

        var stream = StreamId.New("note", clock);
        var noted = new NewEvent
        {
            Stream = stream,
            Id = EventId.New(clock),
            Type = Noted,
            At = clock.GetUtcNow(),
            Actor = by.Actor,
            Agent = by.Caller.Subject,
            Correlation = new CorrelationId(stream.Id),
            Payload = payload,
        };
        return await log.AppendAsync(AppendBatch.Of(noted), cancellationToken) switch
        {
            AppendOutcome.Appended appended => (noted.Id, appended.First, null),
            AppendOutcome.Refused refused => (default, null, new Problem(refused.Code, refused.Reason, 413)),
            _ => throw new InvalidOperationException("A note has no expected version, so it cannot conflict."),
        };
    }

    private static byte[] Payload(string kind, RegoObject data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", SecretMask.Mask(kind));
            writer.WritePropertyName("data");
            MaskedJson.Write(writer, data);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
