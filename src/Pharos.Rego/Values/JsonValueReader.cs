using System.Text;
using System.Text.Json;

namespace Pharos.Rego.Values;

/// <summary>Reads JSON into values. Of two equal keys the later one counts, as in OPA.</summary>
internal sealed class JsonValueReader
{
    /// <summary>Shorter documents hardly say the same twice.</summary>
    private const int SharedTexts = 4096;

    /// <summary>How many shapes one document may have; objects of further ones have keys of their own.</summary>
    private const int MaximumShapes = 16_384;

    /// <summary>How many shapes and how much room for values a thread keeps for its next document.</summary>
    private const int KeptShapes = 1024;
    private const int KeptValues = 4096;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = RegoValue.MaxJsonDepth };

    [ThreadStatic]
    private static JsonValueReader? _idle;

    private JsonShape _root = new();
    private JsonTexts? _texts;
    private RegoValue[] _values = new RegoValue[64];
    private int _read;
    private int _shapes;

    internal static RegoValue Read(ReadOnlySpan<byte> utf8)
    {
        var state = _idle ?? new JsonValueReader();
        _idle = null;
        state._texts = utf8.Length < SharedTexts ? null : new JsonTexts(utf8.Length);
        var reader = new Utf8JsonReader(utf8, Options);
        if (!reader.Read())
        {
            throw new JsonException("The text is empty.");
        }

        RegoValue value = state.ReadValue(ref reader);
        if (reader.Read())
        {
            throw new JsonException("There is more after the value.");
        }

        // A reader that met an error is not used again; one that was useful keeps the shapes of keys, and nothing of the values.
        state._texts = null;
        if (state._shapes > KeptShapes)
        {
            state._root = new JsonShape();
            state._shapes = 0;
        }

        if (state._values.Length <= KeptValues)
        {
            _idle = state;
        }

        return value;
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

    private RegoValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => RegoBoolean.True,
        JsonTokenType.False => RegoBoolean.False,
        JsonTokenType.Null => RegoNull.Instance,
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.Number => reader.TryGetInt64(out long whole) ? RegoNumber.Of(whole) : Number(Encoding.ASCII.GetString(reader.ValueSpan)),
        JsonTokenType.StartArray => ReadArray(ref reader),
        _ => ReadObject(ref reader),
    };

    private RegoString ReadString(ref Utf8JsonReader reader) =>
        (reader.ValueIsEscaped ? null : _texts?.Find(reader.ValueSpan)) ?? RegoString.Of(Text(ref reader));

    private RegoArray ReadArray(ref Utf8JsonReader reader)
    {
        int first = _read;
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            Push(ReadValue(ref reader));
        }

        return RegoArray.Adopt(Pop(first));
    }

    private RegoObject ReadObject(ref Utf8JsonReader reader)
    {
        int first = _read;
        JsonShape shape = _root;
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            if ((reader.ValueIsEscaped ? shape.Find(Text(ref reader)) : shape.Find(ref reader)) is not { } next)
            {
                RegoString key = RegoString.Of(Text(ref reader));
                if (_shapes >= MaximumShapes || shape.Add(key) is not { } added)
                {
                    return ReadMapping(ref reader, shape, key, Pop(first));
                }

                _shapes++;
                next = added;
            }

            Next(ref reader);
            Push(ReadValue(ref reader));
            shape = next;
        }

        return shape.Count == 0 ? RegoObject.Empty : RegoObject.Adopt(shape.Table, Pop(first));
    }

    /// <summary>Goes on with an object that does not share its keys.</summary>
    private RegoObject ReadMapping(ref Utf8JsonReader reader, JsonShape shape, RegoString key, RegoValue[] values)
    {
        var builder = new RegoObject.Builder();
        RegoString[] keys = shape.Keys();
        for (int i = 0; i < values.Length; i++)
        {
            builder.Set(keys[i], values[i]);
        }

        do
        {
            Next(ref reader);
            builder.Set(key, ReadValue(ref reader));
            if (Next(ref reader) == JsonTokenType.EndObject)
            {
                return builder.Build();
            }

            key = RegoString.Of(Text(ref reader));
        }
        while (true);
    }

    private void Push(RegoValue value)
    {
        if (_read == _values.Length)
        {
            Array.Resize(ref _values, _read * 2);
        }

        _values[_read++] = value;
    }

    /// <summary>Takes the values from a position on off the stack.</summary>
    private RegoValue[] Pop(int first)
    {
        Span<RegoValue> taken = _values.AsSpan(first, _read - first);
        RegoValue[] values = taken.ToArray();
        taken.Clear();
        _read = first;
        return values;
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
