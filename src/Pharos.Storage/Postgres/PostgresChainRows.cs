using System.Buffers.Binary;
using System.Security.Cryptography;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Postgres;

/// <summary>Reads PostgreSQL's binary copy format: a header, then rows of fields behind their lengths. Hands over each row as it lies in one buffer.</summary>
internal sealed class PostgresChainRows(IReadOnlyDictionary<short, byte[]> categories)
{
    // The signature's eleven bytes, flags, and the length of an extension that has never been used.
    private const int HeaderBytes = 19;
    private const int Fields = 21;
    private const int StartSize = 256 * 1024;

    // A row of the largest payload with every text at its limit fits; more is damage.
    private const int MaximumSize = EventLimits.PayloadBytes + (1024 * 1024);

    private readonly (int Start, int Length)[] _fields = new (int, int)[Fields];
    private readonly byte[] _actorHash = new byte[SHA256.HashSizeInBytes];
    private byte[] _buffer = new byte[StartSize];
    private int _start;
    private int _end;

    /// <summary>Reads to the end; false when the sink wanted no more.</summary>
    public async Task<bool> ReadAsync(Stream stream, IChainSink sink, CancellationToken cancellationToken)
    {
        while (_end < HeaderBytes)
        {
            await FillAsync(stream, cancellationToken);
        }

        _start = HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(HeaderBytes - sizeof(int)));
        while (true)
        {
            switch (Hand(sink))
            {
                case Progress.Stopped:
                    return false;
                case Progress.Ended:
                    return true;
                default:
                    await FillAsync(stream, cancellationToken);
                    break;
            }
        }
    }

    private async Task FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaximumSize)
            {
                throw new EventLogUnavailableException("log.corrupt", "Could not read the event log: a row is larger than any event.");
            }

            Array.Resize(ref _buffer, Math.Min(MaximumSize, 2 * _buffer.Length));
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read > 0 ? read : throw new IOException("PostgreSQL ended in the middle of a copy.");
    }

    // Every row that is complete in the buffer.
    private Progress Hand(IChainSink sink)
    {
        while (_end - _start >= sizeof(short))
        {
            var count = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_start));
            if (count < 0)
            {
                return Progress.Ended;
            }

            if (count != Fields)
            {
                throw new EventLogUnavailableException("log.corrupt", $"Could not read the event log: a row has {count} columns.");
            }

            if (!TryFindFields(out var next))
            {
                return Progress.Incomplete;
            }

            var isWanted = Take(sink);
            _start = next;
            if (!isWanted)
            {
                return Progress.Stopped;
            }
        }

        return Progress.Incomplete;
    }

    private bool TryFindFields(out int next)
    {
        next = _start + sizeof(short);
        for (var i = 0; i < Fields; i++)
        {
            if (_end - next < sizeof(int))
            {
                return false;
            }

            var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(next)));
            next += sizeof(int);
            if (_end - next < length)
            {
                return false;
            }

            _fields[i] = (next, length);
            next += length;
        }

        return true;
    }

    private bool Take(IChainSink sink)
    {
        var number = BinaryPrimitives.ReadInt16BigEndian(Field(2));
        var isKnown = categories.TryGetValue(number, out var category);
        return sink.Take(new ChainRow
        {
            Position = BinaryPrimitives.ReadInt64BigEndian(Field(0)),
            StreamId = Field(1),
            Category = category,
            Version = BinaryPrimitives.ReadInt64BigEndian(Field(3)),
            Id = Field(4),
            Type = Field(5),
            Schema = BinaryPrimitives.ReadInt32BigEndian(Field(6)),
            At = BinaryPrimitives.ReadInt64BigEndian(Field(7)),
            ActorKind = BinaryPrimitives.ReadInt16BigEndian(Field(8)),
            Actor = Field(9),
            Agent = Field(10),
            Workspace = Field(11),
            Correlation = Field(12),
            Causation = Field(13),
            Operation = Field(14),
            Payload = Field(15),
            Leaf = Field(16),
            Hash = Field(17),
            RemovedKind = Field(18) is { IsEmpty: false } kind ? BinaryPrimitives.ReadInt16BigEndian(kind) : 0,
            RemovedDigest = Field(19),
            Unreadable = isKnown ? null : $"its column category holds {number}, which names no category of this log",
            Inconsistent = HasOperationKey() ? null : "its column operation_key does not follow from actor and operation",
        });
    }

    private ReadOnlySpan<byte> Field(int index) => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    private bool HasOperationKey()
    {
        var operation = Field(14);
        var key = Field(20);
        if (operation.IsEmpty || key.IsEmpty)
        {
            return operation.IsEmpty == key.IsEmpty;
        }

        SHA256.HashData(Field(9), _actorHash);
        return key.Length == operation.Length + 8 && key.StartsWith(operation) && key[operation.Length..].SequenceEqual(_actorHash.AsSpan(0, 8));
    }

    private enum Progress
    {
        Incomplete,
        Stopped,
        Ended,
    }
}
