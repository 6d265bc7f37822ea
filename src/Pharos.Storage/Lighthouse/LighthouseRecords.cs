using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pharos.Storage.Lighthouse;

/// <summary>
/// Reads Lighthouse's log files: <c>[u32 big-endian length][HMAC-SHA256 of the data][data in MessagePack]</c>. What is damaged is reported with its place; behind it the next
/// place that holds a whole record is looked for, so that one flipped bit in a length does not cost the rest of the file.
/// </summary>
internal static class LighthouseRecords
{
    /// <summary>Largest data of a record in bytes; Lighthouse's own limit is 1 MB of an event's text.</summary>
    public const int LargestRecord = 8 * 1024 * 1024;

    private const int HeaderBytes = sizeof(uint) + HMACSHA256.HashSizeInBytes;

    // Places that look like a record and are none, tried before the rest of a file is given up.
    private const int MostAttempts = 10_000;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The unpacked file.</param>
    /// <param name="secret">The secret of the HMACs; null leaves them unchecked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<LighthouseEntry> ReadAsync(Stream stream, ReadOnlyMemory<byte>? secret, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new ByteWindow(stream);
        while (await window.HasAsync(1, cancellationToken))
        {
            var (length, json, why) = await TryAsync(window, secret, cancellationToken);
            if (json is { } found)
            {
                yield return new LighthouseEntry.Found(window.Offset, found, secret is not null);
                window.Skip(HeaderBytes + length);
                continue;
            }

            var offset = window.Offset;
            if (length > 0)
            {
                // The length leads to something, so only this record is lost.
                window.Skip(HeaderBytes + length);
            }
            else
            {
                await FindNextAsync(window, secret, cancellationToken);
            }

            yield return new LighthouseEntry.Damaged(offset, window.Offset - offset, why);
        }
    }

    // A length of 0 in the answer means that the record's own length leads nowhere.
    private static async ValueTask<(int Length, ReadOnlyMemory<byte>? Json, string Why)> TryAsync(ByteWindow window, ReadOnlyMemory<byte>? secret, CancellationToken cancellationToken)
    {
        if (!await window.HasAsync(HeaderBytes, cancellationToken))
        {
            return (0, null, "the file ends inside a record");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(window.Bytes.Span);
        if (length is 0 or > LargestRecord)
        {
            return (0, null, $"its length says {length} bytes, and a record has 1 to {LargestRecord}");
        }

        if (!await window.HasAsync(HeaderBytes + (int)length, cancellationToken))
        {
            return (0, null, $"its length says {length} bytes, and the file ends before");
        }

        var (json, why) = Open(window.Bytes.Span[..(HeaderBytes + (int)length)], secret);
        if (json is not null)
        {
            return ((int)length, json, why);
        }

        var leads = !await window.HasAsync(HeaderBytes + (int)length + sizeof(uint), cancellationToken)
            || BinaryPrimitives.ReadUInt32BigEndian(window.Bytes.Span[(HeaderBytes + (int)length)..]) is > 0 and <= LargestRecord;
        return (leads ? (int)length : 0, null, why);
    }

    private static (ReadOnlyMemory<byte>? Json, string Why) Open(ReadOnlySpan<byte> record, ReadOnlyMemory<byte>? secret)
    {
        var data = record[HeaderBytes..];
        if (secret is { } key && !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key.Span, data), record[sizeof(uint)..HeaderBytes]))
        {
            return (null, "its HMAC does not fit: it was changed, or written with another secret");
        }

        try
        {
            return (MessagePackJson.Read(data), "");
        }
        catch (FormatException problem)
        {
            return (null, $"it is not MessagePack: {problem.Message}");
        }
    }

    private static async ValueTask FindNextAsync(ByteWindow window, ReadOnlyMemory<byte>? secret, CancellationToken cancellationToken)
    {
        var attempts = 0;
        window.Skip(1);
        while (await window.HasAsync(HeaderBytes + 1, cancellationToken))
        {
            var bytes = window.Bytes.Span;
            var isLikely = BinaryPrimitives.ReadUInt32BigEndian(bytes) is > 0 and <= LargestRecord && bytes[HeaderBytes] is (>= 0x81 and <= 0x8f) or 0xde or 0xdf;
            if (isLikely && attempts < MostAttempts)
            {
                attempts++;
                if ((await TryAsync(window, secret, cancellationToken)).Json is not null)
                {
                    return;
                }
            }

            window.Skip(1);
        }

        window.Skip(window.Bytes.Length);
    }
}
