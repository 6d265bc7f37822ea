using System.Buffers;
using System.Text.Json;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Server.Mcp.Approval;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Tools.Lighthouse;

/// <summary>
/// The sessions of Lighthouse's words: a name for a stretch of an agent's work, signed so that its token can be checked. They give no rights (Lighthouse gave anybody anybody's session);
/// the token of the connection does.
/// </summary>
internal sealed class SessionBook(IEventLog log, StateSeal seal, TimeProvider clock)
{
    /// <summary>The event's type.</summary>
    public const string Opened = "session.opened";

    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const string Purpose = "session";

    /// <summary>Opens a session of the caller.</summary>
    /// <param name="by">Whose.</param>
    /// <param name="address">Where the caller says it is; only recorded.</param>
    /// <param name="program">What the caller says it is; only recorded.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    public async ValueTask<(Guid Id, string Token, DateTimeOffset ExpiresAt)> OpenAsync(Admission by, string? address, string? program, CancellationToken cancellationToken)
    {
        var stream = StreamId.New("session", clock);
        var now = clock.GetUtcNow();
        await log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = stream,
                Id = EventId.New(clock),
                Type = Opened,
                At = now,
                Actor = by.Actor,
                Agent = by.Caller.Subject,
                Correlation = new CorrelationId(stream.Id),
                Payload = Payload(address, program),
            }),
            cancellationToken);
        return (stream.Id, seal.Close(by.Caller.Subject, Purpose, RegoObject.Empty, stream.Id, Lifetime), now + Lifetime);
    }

    /// <summary>The session of a token of the caller's own; null for every other text, so that nobody learns what others hold.</summary>
    public Guid? Find(string token, Admission by) => seal.Open(token, by.Caller.Subject, Purpose, RegoObject.Empty);

    private static byte[] Payload(string? address, string? program)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("saidAddress", address is null ? null : SecretMask.Mask(address));
            writer.WriteString("saidProgram", program is null ? null : SecretMask.Mask(program));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
