using System.Text.Json;

namespace Pharos.Events.Exchange;

/// <summary>The members of one JSON object by name, found in one walk and read when they are asked for.</summary>
internal readonly ref struct LineMembers
{
    // More members than any line has; further ones make no line of ours.
    private const int Most = 32;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = EventLimits.PayloadDepth + 2 };

    private readonly ReadOnlySpan<byte> _json;
    private readonly Dictionary<string, Range> _members;

    public LineMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _members = new Dictionary<string, Range>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, Reading);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("not a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (_members.Count == Most || !_members.TryAdd(name, isNull && name != "payload" ? default : start..(int)reader.BytesConsumed))
            {
                throw new FormatException($"\"{name}\" stands twice, or there are too many members");
            }
        }

        if (reader.Read())
        {
            throw new FormatException("something stands behind the object");
        }
    }

    /// <summary>Where a member's value stands; null when it is missing or null.</summary>
    public Range? Raw(string name) => _members.TryGetValue(name, out var range) && !range.Equals(default) ? range : null;

    public string Text(string name) => TextOrNull(name) ?? throw new FormatException($"\"{name}\" is missing");

    public string? TextOrNull(string name)
    {
        if (Raw(name) is not { } range)
        {
            return null;
        }

        var reader = Value(range);
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new FormatException($"\"{name}\" is not a string");
    }

    public long Number(string name)
    {
        var reader = Value(Raw(name) ?? throw new FormatException($"\"{name}\" is missing"));
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : throw new FormatException($"\"{name}\" is not a whole number");
    }

    public bool Flag(string name)
    {
        var reader = Value(Raw(name) ?? throw new FormatException($"\"{name}\" is missing"));
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw new FormatException($"\"{name}\" is not true or false");
    }

    public Guid? Uuid(string name)
    {
        if (Raw(name) is not { } range)
        {
            return null;
        }

        var reader = Value(range);
        return reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : throw new FormatException($"\"{name}\" is not a UUID");
    }

    public byte[] Base64(string name)
    {
        var reader = Value(Raw(name) ?? throw new FormatException($"\"{name}\" is missing"));
        return reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new FormatException($"\"{name}\" is not base64");
    }

    private Utf8JsonReader Value(Range range)
    {
        var reader = new Utf8JsonReader(_json[range], Reading);
        reader.Read();
        return reader;
    }
}
