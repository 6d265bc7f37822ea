using System.Globalization;
using System.Runtime.CompilerServices;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Cli.Logs;

/// <summary>
/// Holds a log against its heads, which stand outside the database: a chain alone cannot show that its newest events were cut off, or that all of it was written anew.
/// </summary>
/// <param name="path">The heads file; may be missing.</param>
internal sealed class HeadsCheck(string path)
{
    private long _compared;
    private ChainBreak? _break;

    /// <summary>Heads that fit.</summary>
    public long Compared => _compared;

    /// <summary>The first head that does not fit, after the walk.</summary>
    public ChainBreak? Break => _break;

    /// <summary>Passes events through and compares each with its head. What the file says beyond the end is looked at last.</summary>
    public async IAsyncEnumerable<EventRecord> WatchAsync(IAsyncEnumerable<EventRecord> events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = File.Exists(path) ? new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)) : null;
        // The heads are read first up to their end, so that commits made during the walk are not missed events.
        var end = reader?.BaseStream.Length ?? 0;
        var read = 0L;
        var head = await NextAsync();
        var last = 0L;
        await foreach (var record in events.WithCancellation(cancellationToken))
        {
            while (head is { } expected && expected.Position <= record.Position.Value)
            {
                if (expected.Position == record.Position.Value && !string.Equals(expected.Hash, record.Hash.ToString(), StringComparison.Ordinal))
                {
                    _break ??= new ChainBreak(record.Position, ChainBreakKind.LinkBroken, $"heads.log remembers another hash at {record.Position}: the log was written anew from there or before.");
                }

                _compared++;
                head = await NextAsync();
            }

            last = record.Position.Value;
            yield return record;
        }

        if (head is { } beyond)
        {
            _break ??= new ChainBreak(new Position(last + 1), ChainBreakKind.EventMissing, $"heads.log remembers position {beyond.Position}, but the log ends at {last}: its newest events are gone.");
        }

        async ValueTask<(long Position, string Hash)?> NextAsync()
        {
            while (reader is not null && read < end && await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                read += line.Length + 1;
                // A line that a full disk cut short is not a head.
                if (line.Split(' ') is [var position, { Length: 64 } hash] && long.TryParse(position, CultureInfo.InvariantCulture, out var number))
                {
                    return (number, hash);
                }
            }

            return null;
        }
    }
}
