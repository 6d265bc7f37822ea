using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>Records what people ask of agents, so that a proposal can be read beside the prompt it came from.</summary>
internal sealed class PromptRecord(IEventLog log, TimeProvider clock)
{
    /// <summary>The event's type.</summary>
    public const string Submitted = "prompt.submitted";

    /// <summary>Longest prompt kept as text, in characters; of longer ones the beginning, with hash and length of the whole.</summary>
    public const int MaximumCharacters = 16 * 1024;

    /// <summary>Appends the event; masked.</summary>
    public ValueTask<AppendOutcome> WriteAsync(HookPayload payload, Caller caller, CancellationToken cancellationToken)
    {
        var stream = StreamId.New("prompt", clock);
        var submitted = new NewEvent
        {
            Stream = stream,
            Id = EventId.New(clock),
            Type = Submitted,
            At = clock.GetUtcNow(),
            Actor = new Actor(caller.Role == Role.Agent ? ActorKind.Agent : ActorKind.User, caller.Subject),
            Agent = caller.Subject,
            Correlation = new CorrelationId(stream.Id),
            Payload = Payload(payload),
        };
        var operation = payload is { Session: { } session, PromptId: { } id }
            ? new Operation(HookOperation.Of(caller.Subject, session, "UserPromptSubmit", id), SHA256.HashData(Encoding.UTF8.GetBytes(payload.Prompt ?? "")))
            : null;
        return log.AppendAsync(new AppendBatch([submitted], [], operation), cancellationToken);
    }

    private static byte[] Payload(HookPayload payload)
    {
        var prompt = payload.Prompt ?? "";
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("session", payload.Session);
            writer.WriteString("cwd", payload.WorkingDirectory);
            // Masked before it is cut, because half of a secret has no known form.
            var masked = SecretMask.Mask(prompt);
            writer.WriteString("prompt", masked.Length <= MaximumCharacters ? masked : masked[..MaximumCharacters]);
            if (masked.Length > MaximumCharacters)
            {
                writer.WriteNumber("promptCharacters", prompt.Length);
                writer.WriteString("promptSha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt))));
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
