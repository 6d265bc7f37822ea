using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Grants;

/// <summary>The events of grants; all of them stand in one stream, because every decision asks for what they make together.</summary>
public static class GrantEvents
{
    /// <summary>Something was granted.</summary>
    public const string Made = "grant.made";

    /// <summary>A grant was taken back.</summary>
    public const string Revoked = "grant.revoked";

    /// <summary>The stream that holds them.</summary>
    public static readonly StreamId Stream = new("grants", new Guid("01900000-0000-7000-8000-000000000005"));

    internal static NewEvent MadeOf(Grant grant, Actor by, TimeProvider clock) =>
        Make(Made, grant, by, grant.MadeAt, JsonSerializer.SerializeToUtf8Bytes(grant, GrantJson.Default.Grant), clock);

    internal static NewEvent RevokedOf(Grant grant, Actor by, DateTimeOffset at, TimeProvider clock) =>
        Make(Revoked, grant, by, at, JsonSerializer.SerializeToUtf8Bytes(new GrantNamed(grant.Id), GrantJson.Default.GrantNamed), clock);

    /// <summary>The grant that an event made; null for any other event, and where it was erased: what cannot be read permits nothing.</summary>
    internal static Grant? ReadMade(EventRecord record) =>
        record.Type == Made && !record.Payload.IsEmpty ? JsonSerializer.Deserialize(record.Payload.Span, GrantJson.Default.Grant) : null;

    /// <summary>The grant that an event revoked; null for any other event.</summary>
    internal static Guid? ReadRevoked(EventRecord record) =>
        record.Type == Revoked && !record.Payload.IsEmpty ? JsonSerializer.Deserialize(record.Payload.Span, GrantJson.Default.GrantNamed)?.Grant : null;

    private static NewEvent Make(string type, Grant grant, Actor by, DateTimeOffset at, byte[] payload, TimeProvider clock) => new()
    {
        Stream = Stream,
        Id = EventId.New(clock),
        Type = type,
        At = at,
        Actor = by,
        Agent = grant.Subject.Agent,
        Workspace = grant.Subject.Workspace,
        Correlation = new CorrelationId(grant.Subject.Proposal),
        Payload = payload,
    };
}

/// <summary>Payload of an event about one grant; who and when stand in the envelope.</summary>
internal sealed record GrantNamed(Guid Grant);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Grant))]
[JsonSerializable(typeof(GrantNamed))]
internal sealed partial class GrantJson : JsonSerializerContext;
