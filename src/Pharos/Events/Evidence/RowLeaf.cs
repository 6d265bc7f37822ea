using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pharos.Events.Evidence;

/// <summary>
/// Computes the leaf of a raw row: the same bytes that <see cref="HashChain"/> hashes for an event, copied without a text or an id in between. A value that no event
/// has gives a leaf that no event has, so it shows as a changed event.
/// </summary>
internal sealed class RowLeaf
{
    private const int UuidText = 36;

    // "2026-11-21T03:30:00.123456Z"
    private const int TimeText = 27;

    // Fifteen lengths, four numbers, five ids, a time, an actor's kind, a hyphen and a digest, rounded up.
    private const int MaximumFixed = 512;

    private byte[] _buffer = new byte[4096];
    private int _end;

    /// <summary>Writes the leaf that the row would have at another position.</summary>
    public void Compute(in ChainRow row, long position, ReadOnlySpan<byte> payload, Span<byte> leaf) => SHA256.HashData(Fields(row, position, payload), leaf);

    /// <summary>The bytes that a row's leaf is the hash of; valid until the next row.</summary>
    public ReadOnlySpan<byte> Fields(in ChainRow row, long position, ReadOnlySpan<byte> payload)
    {
        var most = MaximumFixed + row.Category.Length + row.StreamId.Length + row.Id.Length + row.Type.Length + row.Actor.Length + row.Agent.Length + row.Workspace.Length
            + row.Correlation.Length + row.Causation.Length + row.Operation.Length + payload.Length;
        if (most > _buffer.Length)
        {
            _buffer = new byte[most];
        }

        _end = 0;
        AddLong(position);
        AddId(row.Id);
        AddStream(row.Category, row.StreamId);
        AddLong(row.Version);
        AddBytes(row.Type);
        AddSchema(row.Schema);
        AddTime(row.At);
        AddBytes(KindOf(row.ActorKind));
        AddBytes(row.Actor);
        AddBytes(row.Agent);
        AddBytes(row.Workspace);
        AddId(row.Correlation);
        AddId(row.Causation);
        AddId(row.Operation);
        AddBytes(payload);
        return _buffer.AsSpan(0, _end);
    }

    private static ReadOnlySpan<byte> KindOf(long kind) => kind switch
    {
        (long)ActorKind.Agent => "agent"u8,
        (long)ActorKind.User => "user"u8,
        (long)ActorKind.System => "system"u8,
        _ => default,
    };

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_end), length);
        var field = _buffer.AsSpan(_end + sizeof(int), length);
        _end += sizeof(int) + length;
        return field;
    }

    private void AddLong(long number) => BinaryPrimitives.WriteInt64BigEndian(Field(sizeof(long)), number);

    private void AddSchema(long schema)
    {
        if (schema == (int)schema)
        {
            BinaryPrimitives.WriteInt32BigEndian(Field(sizeof(int)), (int)schema);
        }
        else
        {
            AddLong(schema);
        }
    }

    private void AddBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Field(bytes.Length));

    private void AddId(ReadOnlySpan<byte> id)
    {
        if (id.Length == 16)
        {
            new Guid(id, bigEndian: true).TryFormat(Field(UuidText), out _, "D");
        }
        else
        {
            AddBytes(id);
        }
    }

    private void AddStream(ReadOnlySpan<byte> category, ReadOnlySpan<byte> id)
    {
        var field = Field(category.Length + 1 + UuidText);
        category.CopyTo(field);
        field[category.Length] = (byte)'-';
        field = field[(category.Length + 1)..];
        if (id.Length == 16)
        {
            new Guid(id, bigEndian: true).TryFormat(field, out _, "D");
        }
        else
        {
            field.Clear();
        }
    }

    private void AddTime(long microseconds)
    {
        if (microseconds < Earliest || microseconds > Latest)
        {
            Field(0);
            return;
        }

        var time = new DateTime(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        var field = Field(TimeText);
        "0000-00-00T00:00:00.000000Z"u8.CopyTo(field);
        time.Deconstruct(out DateOnly day, out TimeOnly hour);
        Digits(field[..4], day.Year);
        Digits(field[5..7], day.Month);
        Digits(field[8..10], day.Day);
        Digits(field[11..13], hour.Hour);
        Digits(field[14..16], hour.Minute);
        Digits(field[17..19], hour.Second);
        Digits(field[20..26], (int)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }

    private static long Earliest => (DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long Latest => (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static void Digits(Span<byte> field, int number)
    {
        for (var i = field.Length - 1; i >= 0; i--)
        {
            field[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
