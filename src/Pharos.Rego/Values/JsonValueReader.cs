using System.Text;
using System.Text.Json;

namespace Pharos.Rego.Values;

/// <summary>Reads JSON into values. Of two equal keys the later one counts, as in OPA.</summary>
internal static class JsonValueReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RegoValue.MaxJsonDepth };

    internal static RegoValue Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        if (!reader.Read())
        {
            throw new JsonException("The text is empty.");
        }

        RegoValue value = ReadValue(ref reader);
        return reader.Read() ? throw new JsonException("There is more after the value.") : value;
    }

    internal static RegoValue Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => RegoBoolean.True,
        JsonValueKind.False => RegoBoolean.False,
        JsonValueKind.String => RegoString.Of(element.GetString()!),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.Array => RegoArray.From(element.EnumerateArray().Select(Convert)),
        JsonValueKind.Object => ConvertObject(element),
        _ => RegoNull.Instance,
    };

    private static RegoObject ConvertObject(JsonElement element)
    {
        var builder = new RegoObject.Builder(element.GetPropertyCount());
        foreach (JsonProperty property in element.EnumerateObject())
        {
            builder.Set(RegoString.Of(property.Name), Convert(property.Value));
        }

        return builder.Build();
    }

    private static RegoValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => RegoBoolean.True,
        JsonTokenType.False => RegoBoolean.False,
        JsonTokenType.Null => RegoNull.Instance,
        JsonTokenType.String => RegoString.Of(Text(ref reader)),
        JsonTokenType.Number => reader.TryGetInt64(out long whole) ? RegoNumber.Of(whole) : Number(Encoding.ASCII.GetString(reader.ValueSpan)),
        JsonTokenType.StartArray => ReadArray(ref reader),
        _ => ReadObject(ref reader),
    };

    private static RegoArray ReadArray(ref Utf8JsonReader reader)
    {
        var items = new List<RegoValue>();
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader));
        }

        return RegoArray.Adopt([.. items]);
    }

    private static RegoObject ReadObject(ref Utf8JsonReader reader)
    {
        var builder = new RegoObject.Builder();
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            RegoString key = RegoString.Of(Text(ref reader));
            Next(ref reader);
            builder.Set(key, ReadValue(ref reader));
        }

        return builder.Build();
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw new JsonException("The text ends inside a value.");

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string is not valid UTF-8 or has an unpaired surrogate.", e);
        }
    }

    private static RegoNumber Number(string text) =>
        RegoNumber.TryParse(text, out RegoNumber? number) ? number : throw new JsonException("A number is beyond the supported range.");
}
