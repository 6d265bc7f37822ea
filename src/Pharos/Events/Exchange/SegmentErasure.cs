using System.Runtime.CompilerServices;

namespace Pharos.Events.Exchange;

/// <summary>Writes a segment anew without the payload of one event, and without the blobs that only it named.</summary>
internal static class SegmentErasure
{
    /// <summary>Rewrites the segment in place; false when the event's payload is not in it.</summary>
    /// <exception cref="ExportDamagedException">The segment is damaged; it stays as it is.</exception>
    public static async Task<bool> RunAsync(string path, Position position, CancellationToken cancellationToken)
    {
        var others = new HashSet<Digest>();
        var holds = false;
        await using (var unpacked = ArchiveSegment.Unpack(path))
        {
            await foreach (var entry in ExportReader.ReadAsync(unpacked, cancellationToken))
            {
                if (entry is ExportEntry.Event { Sealed: var next })
                {
                    var isWanted = next.Record.Position == position;
                    holds |= isWanted && next.Record.Removed is not { Kind: PayloadRemoval.Erased };
                    others.UnionWith(isWanted ? [] : next.Blobs);
                }
            }
        }

        if (holds)
        {
            await ArchiveSegmentWriter.WriteAsync(LinesAsync(path, position, others, cancellationToken), path, cancellationToken);
        }

        return holds;
    }

    private static async IAsyncEnumerable<ExportLine> LinesAsync(string path, Position erased, HashSet<Digest> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new ExportText();
        var last = Position.Start;
        long blobs = 0;
        await using var unpacked = ArchiveSegment.Unpack(path);
        await foreach (var entry in ExportReader.ReadAsync(unpacked, cancellationToken))
        {
            switch (entry)
            {
                case ExportEntry.Begin begin:
                    last = new Position(begin.Header.From.Value - 1);
                    yield return text.Header(begin.Header);
                    break;
                case ExportEntry.Blob blob when named.Contains(blob.Digest):
                    blobs++;
                    yield return text.Blob(new Position(last.Value + 1), blob.Digest, blob.Content);
                    break;
                case ExportEntry.Event { Sealed: var next }:
                    last = next.Record.Position;
                    yield return text.Event(last == erased ? Without(next) : next);
                    break;
                case ExportEntry.End end:
                    yield return text.Trailer(end.Trailer with { Blobs = blobs });
                    break;
            }
        }
    }

    private static SealedEvent Without(SealedEvent next) => next with
    {
        Record = next.Record with { Payload = default, Removed = new RemovedPayload(PayloadRemoval.Erased, HashChain.PayloadOf(next.Record)) },
        Blobs = [],
    };
}
