using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pharos.Storage.Tests.Lighthouse;

/// <summary>Writes Lighthouse's records, from its documentation alone.</summary>
internal static class PackedMap
{
    public static byte[] Of(params (string Key, object? Value)[] entries)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte((byte)(0x80 | entries.Length));
        foreach (var (key, value) in entries)
        {
            Write(bytes, key);
            Write(bytes, value);
        }

        return bytes.ToArray();
    }

    public static byte[] Record(byte[] data, string secret)
    {
        var record = new byte[36 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(record, data.Length);
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data, record.AsSpan(4));
        data.CopyTo(record, 36);
        return record;
    }

    private static void Write(MemoryStream bytes, object? value)
    {
        switch (value)
        {
            case null:
                bytes.WriteByte(0xc0);
                break;
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                bytes.WriteByte(0xda);
                bytes.WriteByte((byte)(utf8.Length >> 8));
                bytes.WriteByte((byte)utf8.Length);
                bytes.Write(utf8);
                break;
            case int number:
                bytes.WriteByte(0xd2);
                Span<byte> four = stackalloc byte[4];
                BinaryPrimitives.WriteInt32BigEndian(four, number);
                bytes.Write(four);
                break;
            case byte[] packed:
                bytes.Write(packed);
                break;
        }
    }
}
