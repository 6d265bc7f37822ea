using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>Reads one line of an export into what it says. Everything that is not exactly so is a <see cref="FormatException"/>.</summary>
internal static class ExportLineParser
{
    // The payload's own depth, and the event around it.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = EventLimits.PayloadDepth + 2 };

    /// <summary>What a line is, by the name of its first member.</summary>
    public static string FirstName(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Reading);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName
            ? reader.GetString()!
            : throw new FormatException("not a JSON object");
    }

    public static ExportHeader Header(ReadOnlySpan<byte> line)
    {
        var members = new LineMembers(line);
        if (members.Text("format") != ExportHeader.Format)
        {
            throw new FormatException("not the first line of an export");
        }

        if (members.Number("version") != ExportHeader.Version)
        {
            throw new NotSupportedException($"The export has format version {members.Number("version")}; this program reads version {ExportHeader.Version}.");
        }

        return new ExportHeader(
            members.TextOrNull("log") is { } log ? DigestOf(log) : null,
            new Position(members.Number("from")),
            DigestOf(members.Text("previous")),
            members.TextOrNull("type"),
            members.Flag("blobs"));
    }

    public static ExportTrailer Trailer(ReadOnlySpan<byte> line)
    {
        var members = new LineMembers(line);
        return new ExportTrailer(members.Number("events"), new Position(members.Number("last")), DigestOf(members.Text("hash")), members.Number("blobs"));
    }

    public static (Digest Digest, byte[] Content) Blob(ReadOnlySpan<byte> line)
    {
        var members = new LineMembers(line);
        return (DigestOf(members.Text("blob")), members.Base64("base64"));
    }

    public static SealedEvent Event(ReadOnlySpan<byte> line)
    {
        var members = new LineMembers(line);
        var removed = members.Raw("removed") is { } place ? RemovedOf(line[place]) : null;
        var record = new EventRecord
        {
            Position = new Position(members.Number("position")),
            Id = new EventId(members.Uuid("id") ?? throw new FormatException("\"id\" is missing")),
            Stream = StreamId.TryParse(members.Text("stream"), out var stream) ? stream : throw new FormatException("\"stream\" is not a stream"),
            Version = members.Number("version"),
            Type = members.Text("type"),
            Schema = checked((int)members.Number("schema")),
            At = TimeOf(members.Text("at")),
            Actor = members.Raw("actor") is { } actor ? ActorOf(line[actor]) : throw new FormatException("\"actor\" is missing"),
            Agent = members.TextOrNull("agent"),
            Workspace = members.TextOrNull("workspace"),
            Correlation = members.Uuid("correlation") is { } correlation ? new CorrelationId(correlation) : null,
            Causation = members.Uuid("causation") is { } causation ? new EventId(causation) : null,
            OperationId = members.Uuid("operationId") is { } operation ? new OperationId(operation) : null,
            Payload = removed is null ? members.Raw("payload") is { } payload ? line[payload].ToArray() : members.Base64("payloadBase64") : default,
            Removed = removed,
            Leaf = DigestOf(members.Text("leaf")),
            Hash = DigestOf(members.Text("hash")),
        };
        var hash = members.TextOrNull("operationHash") is { } hex ? Convert.FromHexString(hex) : [];
        return new SealedEvent(record, hash, members.Raw("blobs") is { } blobs ? BlobsOf(line[blobs]) : []);
    }

    private static RemovedPayload RemovedOf(ReadOnlySpan<byte> json)
    {
        var members = new LineMembers(json);
        var kind = members.Text("kind") switch
        {
            "erased" => PayloadRemoval.Erased,
            "archived" => PayloadRemoval.Archived,
            var other => throw new FormatException($"\"{other}\" is not a kind of removal"),
        };
        return new RemovedPayload(kind, DigestOf(members.Text("digest")));
    }

    private static Actor ActorOf(ReadOnlySpan<byte> json)
    {
        var members = new LineMembers(json);
        var kind = members.Text("kind") switch
        {
            "agent" => ActorKind.Agent,
            "user" => ActorKind.User,
            "system" => ActorKind.System,
            var other => throw new FormatException($"\"{other}\" is not a kind of actor"),
        };
        return new Actor(kind, members.Text("id"));
    }

    private static List<Digest> BlobsOf(ReadOnlySpan<byte> json)
    {
        var blobs = new List<Digest>();
        var reader = new Utf8JsonReader(json, Reading);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (blobs.Count == EventLimits.BlobsPerEvent)
            {
                throw new FormatException($"an event names at most {EventLimits.BlobsPerEvent} blobs");
            }

            blobs.Add(DigestOf(reader.GetString()!));
        }

        return blobs;
    }

    private static Digest DigestOf(string text) => Digest.TryParse(text, out var digest) ? digest : throw new FormatException("a digest has 64 lower-case hex digits");

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new FormatException("\"at\" is not a time in UTC with microseconds");
}
