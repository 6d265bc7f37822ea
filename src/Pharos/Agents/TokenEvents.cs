using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Pharos.Events;

namespace Pharos.Agents;

/// <summary>The payloads of the token ledger's events.</summary>
internal static class TokenEvents
{
    public const string IssuedType = "token.issued";
    public const string RevokedType = "token.revoked";

    public static NewEvent Issued(IssuedToken entry, Actor by, DateTimeOffset at, TimeProvider clock) => Make(IssuedType, by, at, clock, writer =>
    {
        writer.WriteString("jti", entry.Claims.Id);
        writer.WriteString("subject", entry.Claims.Subject);
        writer.WriteString("role", RoleNames.Of(entry.Claims.Role));
        writer.WriteString("issuedAt", entry.Claims.IssuedAt);
        writer.WriteString("expiresAt", entry.Claims.ExpiresAt);
        writer.WriteString("by", entry.IssuedBy);
    });

    public static NewEvent Revoked(IssuedToken entry, Actor by, DateTimeOffset at, TimeProvider clock) => Make(RevokedType, by, at, clock, writer =>
    {
        writer.WriteString("jti", entry.Claims.Id);
        writer.WriteString("subject", entry.Claims.Subject);
        writer.WriteString("by", by.Id);
    });

    public static ImmutableDictionary<Guid, IssuedToken> Apply(ImmutableDictionary<Guid, IssuedToken> state, EventRecord record)
    {
        if (record.Type is not (IssuedType or RevokedType))
        {
            return state;
        }

        using var document = JsonDocument.Parse(record.Payload);
        var root = document.RootElement;
        var id = root.GetProperty("jti").GetGuid();
        if (record.Type == RevokedType)
        {
            return state.TryGetValue(id, out var known) ? state.SetItem(id, known with { RevokedAt = record.At }) : state;
        }

        // A role that this version does not know gives no rights, so the token stays unknown and is refused.
        return RoleNames.TryParse(root.GetProperty("role").GetString(), out var role)
            ? state.SetItem(id, new IssuedToken(
                new TokenClaims(
                    id,
                    root.GetProperty("subject").GetString()!,
                    role,
                    root.GetProperty("issuedAt").GetDateTimeOffset(),
                    root.GetProperty("expiresAt").GetDateTimeOffset()),
                root.GetProperty("by").GetString()!))
            : state;
    }

    private static NewEvent Make(string type, Actor by, DateTimeOffset at, TimeProvider clock, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new NewEvent { Stream = TokenLedger.Stream, Id = EventId.New(clock), Type = type, At = at, Actor = by, Payload = buffer.WrittenMemory };
    }
}
