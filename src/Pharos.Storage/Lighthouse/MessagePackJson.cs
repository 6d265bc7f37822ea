using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Pharos.Storage.Lighthouse;

/// <summary>
/// Writes one MessagePack value as JSON. Every length is held against the bytes that are left before anything is made of it, and nesting is bounded, so no input costs more
/// than a few times its own size. What JSON has no form for becomes an object that names it: <c>{"$binary":base64}</c>, <c>{"$ext":type,"data":base64}</c>, <c>{"$float":"NaN"}</c>.
/// </summary>
internal ref struct MessagePackJson
{
    /// <summary>Deepest nesting.</summary>
    public const int MaximumDepth = 64;

    private readonly ReadOnlySpan<byte> _data;
    private readonly Utf8JsonWriter _json;
    private int _at;

    private MessagePackJson(ReadOnlySpan<byte> data, Utf8JsonWriter json)
    {
        _data = data;
        _json = json;
    }

    /// <summary>Reads exactly one value.</summary>
    /// <exception cref="FormatException">It is not MessagePack, is cut, nests too deep, or something follows it.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 64);
        using (var json = new Utf8JsonWriter(buffer))
        {
            var reader = new MessagePackJson(data, json);
            reader.Value(0);
            if (reader._at != data.Length)
            {
                throw new FormatException($"{data.Length - reader._at} bytes follow the value");
            }
        }

        return buffer.WrittenMemory;
    }

    private void Value(int depth)
    {
        var marker = Take(1)[0];
        switch (marker)
        {
            case <= 0x7f:
                _json.WriteNumberValue(marker);
                break;
            case <= 0x8f:
                Map(marker & 0x0f, depth);
                break;
            case <= 0x9f:
                Array(marker & 0x0f, depth);
                break;
            case <= 0xbf:
                _json.WriteStringValue(Text(marker & 0x1f));
                break;
            case >= 0xe0:
                _json.WriteNumberValue((sbyte)marker);
                break;
            case 0xc0:
                _json.WriteNullValue();
                break;
            case 0xc2 or 0xc3:
                _json.WriteBooleanValue(marker == 0xc3);
                break;
            case 0xc4 or 0xc5 or 0xc6:
                Binary(Length(1 << (marker - 0xc4)));
                break;
            case 0xc7 or 0xc8 or 0xc9:
                Extension(Length(1 << (marker - 0xc7)));
                break;
            case 0xca:
                Float(BinaryPrimitives.ReadSingleBigEndian(Take(4)));
                break;
            case 0xcb:
                Float(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case >= 0xcc and <= 0xcf:
                _json.WriteNumberValue(Unsigned(1 << (marker - 0xcc)));
                break;
            case >= 0xd0 and <= 0xd3:
                _json.WriteNumberValue(Signed(1 << (marker - 0xd0)));
                break;
            case >= 0xd4 and <= 0xd8:
                Extension(1 << (marker - 0xd4));
                break;
            case 0xd9 or 0xda or 0xdb:
                _json.WriteStringValue(Text(Length(1 << (marker - 0xd9))));
                break;
            case 0xdc or 0xdd:
                Array(Length(marker == 0xdc ? 2 : 4), depth);
                break;
            case 0xde or 0xdf:
                Map(Length(marker == 0xde ? 2 : 4), depth);
                break;
            default:
                throw new FormatException($"0x{marker:x2} begins no value");
        }
    }

    private void Array(int count, int depth)
    {
        Enter(count, depth);
        _json.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            Value(depth + 1);
        }

        _json.WriteEndArray();
    }

    private void Map(int count, int depth)
    {
        Enter(count, depth);
        _json.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            _json.WritePropertyName(Key());
            Value(depth + 1);
        }

        _json.WriteEndObject();
    }

    // An element has at least one byte, so a count beyond what is left is a lie that must not be believed first.
    private readonly void Enter(int count, int depth)
    {
        if (depth >= MaximumDepth)
        {
            throw new FormatException($"it nests deeper than {MaximumDepth}");
        }

        if (count > _data.Length - _at)
        {
            throw new FormatException($"it speaks of {count} elements, but {_data.Length - _at} bytes are left");
        }
    }

    private string Key()
    {
        var marker = Take(1)[0];
        return marker switch
        {
            <= 0x7f => marker.ToString(CultureInfo.InvariantCulture),
            >= 0xa0 and <= 0xbf => System.Text.Encoding.UTF8.GetString(Text(marker & 0x1f)),
            0xd9 or 0xda or 0xdb => System.Text.Encoding.UTF8.GetString(Text(Length(1 << (marker - 0xd9)))),
            >= 0xe0 => ((sbyte)marker).ToString(CultureInfo.InvariantCulture),
            >= 0xcc and <= 0xcf => Unsigned(1 << (marker - 0xcc)).ToString(CultureInfo.InvariantCulture),
            >= 0xd0 and <= 0xd3 => Signed(1 << (marker - 0xd0)).ToString(CultureInfo.InvariantCulture),
            _ => throw new FormatException("a key is neither a text nor a whole number"),
        };
    }

    private ReadOnlySpan<byte> Text(int length)
    {
        var text = Take(length);
        return Utf8.IsValid(text) ? text : throw new FormatException("a text is not UTF-8");
    }

    private void Binary(int length)
    {
        _json.WriteStartObject();
        _json.WriteBase64String("$binary", Take(length));
        _json.WriteEndObject();
    }

    private void Extension(int length)
    {
        var type = (sbyte)Take(1)[0];
        _json.WriteStartObject();
        _json.WriteNumber("$ext", type);
        _json.WriteBase64String("data", Take(length));
        _json.WriteEndObject();
    }

    private readonly void Float(double value)
    {
        if (double.IsFinite(value))
        {
            _json.WriteNumberValue(value);
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("$float", value.ToString(CultureInfo.InvariantCulture));
        _json.WriteEndObject();
    }

    private int Length(int size)
    {
        var length = Unsigned(size);
        return length <= int.MaxValue ? (int)length : throw new FormatException("a length is beyond everything");
    }

    private ulong Unsigned(int size)
    {
        ulong value = 0;
        foreach (var part in Take(size))
        {
            value = (value << 8) | part;
        }

        return value;
    }

    private long Signed(int size)
    {
        var unused = 64 - (8 * size);
        return (long)(Unsigned(size) << unused) >> unused;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _data.Length - _at)
        {
            throw new FormatException("it is cut");
        }

        var taken = _data.Slice(_at, count);
        _at += count;
        return taken;
    }
}
