using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Pharos.Events;

/// <summary>Writes the fields of a leaf one behind the other, each behind its length, without a text in between.</summary>
internal ref struct LeafFields(Span<byte> buffer)
{
    private const int LengthSize = sizeof(int);
    private const int UuidLength = 36;

    // "2026-11-21T03:30:00.123456Z"
    private const int TimeLength = 27;

    private readonly Span<byte> _buffer = buffer;
    private int _end;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._end];

    public void Add(long number) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), number);

    public void Add(int number) => BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), number);

    public void Add(Digest digest) => digest.CopyTo(Field(Digest.Size));

    public void Add(string? text)
    {
        var length = Encoding.UTF8.GetBytes(text, _buffer[(_end + LengthSize)..]);
        Field(length);
    }

    public void Add(Guid? id)
    {
        if (id is { } value)
        {
            Write(value, Field(UuidLength));
        }
        else
        {
            Field(0);
        }
    }

    public void Add(StreamId stream)
    {
        var category = Encoding.UTF8.GetBytes(stream.Category, _buffer[(_end + LengthSize)..]);
        var field = Field(category + 1 + UuidLength);
        field[category] = (byte)'-';
        Write(stream.Id, field[(category + 1)..]);
    }

    public void Add(DateTimeOffset at)
    {
        var time = at.UtcDateTime;
        var field = Field(TimeLength);
        "0000-00-00T00:00:00.000000Z"u8.CopyTo(field);
        Digits(field[..4], time.Year);
        Digits(field[5..7], time.Month);
        Digits(field[8..10], time.Day);
        Digits(field[11..13], time.Hour);
        Digits(field[14..16], time.Minute);
        Digits(field[17..19], time.Second);
        Digits(field[20..26], (int)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }

    private static void Digits(Span<byte> field, int number)
    {
        for (var i = field.Length - 1; i >= 0; i--)
        {
            field[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }

    private static void Write(Guid id, Span<byte> field)
    {
        if (!id.TryFormat(field, out _, "D"))
        {
            throw new UnreachableException("A field has no room for an id.");
        }
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer[_end..], length);
        var field = _buffer.Slice(_end + LengthSize, length);
        _end += LengthSize + length;
        return field;
    }
}
