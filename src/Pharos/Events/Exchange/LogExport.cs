using System.Runtime.CompilerServices;

namespace Pharos.Events.Exchange;

/// <summary>
/// Makes an export of a log: JSON Lines that hold everything another log needs to stand exactly as this one does, payload bytes included. Holds a page of events and one blob
/// at a time, however large the log is.
/// </summary>
/// <param name="store">The store whose log is exported.</param>
public sealed class LogExport(IEventStore store)
{
    private const int PageEvents = 1000;
    private const long PageBytes = 8 * 1024 * 1024;
    private const int FilteredPageEvents = 100;

    // Blobs whose line was written lately. One that was forgotten is written again, which costs space and harms nobody.
    private const int RememberedBlobs = 100_000;

    /// <summary>The lines of an export, in order.</summary>
    /// <exception cref="EventLogUnavailableException">The log cannot be read, or <c>blob.missing</c>, <c>blob.corrupt</c>, <c>export.range</c>, <c>log.corrupt</c>.</exception>
    public async IAsyncEnumerable<ExportLine> LinesAsync(ExportRange range, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var head = await store.Log.HeadAsync(cancellationToken);
        var to = range.To is { } asked && asked < head ? asked : head;
        var previous = await HashBeforeAsync(range.From, head, cancellationToken);
        var log = head == Position.Start ? null : (await store.Log.GetAsync(new Position(1), cancellationToken))?.Hash;
        var text = new ExportText();
        yield return text.Header(new ExportHeader(log, range.From, previous, range.Type, range.WithBlobs));

        var written = new HashSet<Digest>();
        var last = new Position(range.From.Value - 1);
        var hash = previous;
        long events = 0;
        long blobs = 0;
        await foreach (var page in PagesAsync(range, to, cancellationToken))
        {
            foreach (var next in page)
            {
                if (range.Type is null && next.Record.Position.Value != last.Value + 1)
                {
                    throw new EventLogUnavailableException("log.corrupt", $"Position {last.Value + 1} is missing. Run \"pharos log verify\".");
                }

                foreach (var digest in range.WithBlobs ? next.Blobs : [])
                {
                    if (written.Count >= RememberedBlobs)
                    {
                        written.Clear();
                    }

                    if (written.Add(digest))
                    {
                        blobs++;
                        yield return text.Blob(next.Record.Position, digest, await BlobAsync(digest, next.Record.Position, cancellationToken));
                    }
                }

                events++;
                last = next.Record.Position;
                hash = next.Record.Hash;
                yield return text.Event(next);
            }
        }

        yield return text.Trailer(new ExportTrailer(events, last, hash, blobs));
    }

    /// <summary>Writes an export to a stream.</summary>
    /// <param name="range">What to export.</param>
    /// <param name="output">Where to.</param>
    /// <param name="progress">Told the position of every event.</param>
    /// <param name="cancellationToken">Ends the export, which is then cut.</param>
    public async Task WriteAsync(ExportRange range, Stream output, IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        await foreach (var line in LinesAsync(range, cancellationToken))
        {
            await output.WriteAsync(line.Utf8, cancellationToken);
            if (line.Kind == ExportLineKind.Event)
            {
                progress?.Report(line.Position);
            }
        }
    }

    private async ValueTask<Digest> HashBeforeAsync(Position from, Position head, CancellationToken cancellationToken)
    {
        if (from.Value < 1 || from.Value > head.Value + 1)
        {
            throw new EventLogUnavailableException("export.range", $"The log has the positions 1 to {head}; an export cannot begin at {from}.");
        }

        if (from.Value == 1)
        {
            return Digest.Genesis;
        }

        var before = await store.Log.GetAsync(new Position(from.Value - 1), cancellationToken);
        return before?.Hash ?? throw new EventLogUnavailableException("log.corrupt", $"Position {from.Value - 1} is missing. Run \"pharos log verify\".");
    }

    private async ValueTask<ReadOnlyMemory<byte>> BlobAsync(Digest digest, Position position, CancellationToken cancellationToken) =>
        await store.Blobs.GetAsync(digest, cancellationToken)
        ?? throw new EventLogUnavailableException("blob.missing", $"The blob {digest} that the event at {position} names is not there. Restore it, or export without blobs.");

    private async IAsyncEnumerable<IReadOnlyList<SealedEvent>> PagesAsync(ExportRange range, Position to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<EventRecord>();
        long bytes = 0;
        await foreach (var record in RecordsAsync(range, to, cancellationToken))
        {
            page.Add(record);
            bytes += record.Payload.Length;
            if (page.Count == PageEvents || bytes >= PageBytes || record.Position.Value - page[0].Position.Value >= PageEvents)
            {
                yield return await CompleteAsync(page, cancellationToken);
                page.Clear();
                bytes = 0;
            }
        }

        if (page.Count > 0)
        {
            yield return await CompleteAsync(page, cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<SealedEvent>> CompleteAsync(List<EventRecord> page, CancellationToken cancellationToken)
    {
        const int MostPositions = 10_000;
        var complete = new List<SealedEvent>(page.Count);
        var known = new Dictionary<Position, EventAttachments>();
        var upTo = Position.Start;
        foreach (var record in page)
        {
            if (record.Position > upTo)
            {
                var after = new Position(record.Position.Value - 1);
                upTo = new Position(Math.Min(page[^1].Position.Value, after.Value + MostPositions));
                foreach (var (position, attachments) in await store.Maintenance.AttachmentsAsync(after, upTo, cancellationToken))
                {
                    known[position] = attachments;
                }
            }

            complete.Add(known.TryGetValue(record.Position, out var carried)
                ? new SealedEvent(record, carried.OperationHash, carried.Blobs)
                : new SealedEvent(record, default, []));
        }

        return complete;
    }

    private async IAsyncEnumerable<EventRecord> RecordsAsync(ExportRange range, Position to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = new Position(range.From.Value - 1);
        if (range.Type is null)
        {
            await foreach (var record in store.Log.ReadAllAsync(after, cancellationToken))
            {
                if (record.Position > to)
                {
                    yield break;
                }

                yield return record;
            }

            yield break;
        }

        for (Position? next = after; next is { } behind && behind < to;)
        {
            var page = await store.Log.QueryAsync(new EventQuery { Type = range.Type, After = behind, Limit = FilteredPageEvents }, cancellationToken);
            foreach (var record in page.Events)
            {
                if (record.Position > to)
                {
                    yield break;
                }

                yield return record;
            }

            next = page.Next;
        }
    }
}
