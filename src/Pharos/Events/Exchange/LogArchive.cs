namespace Pharos.Events.Exchange;

/// <summary>
/// Moves the payloads of old events out of the log into segment files that hold the complete events and verify alone. A segment is durable and was read back before the first
/// payload is removed, and every removal is an event, so that whatever breaks off in the middle is gone on with by running it again. One at a time on a store.
/// </summary>
public sealed class LogArchive : IDisposable
{
    // What is folded from its first event at every start, and would be lost with its payloads.
    private static readonly string[] FoldedCategories = ["tokens", "agents", "workspaces", "policies", "log", "exchange"];

    private readonly IEventStore _store;
    private readonly ArchiveFolder _folder;
    private readonly TimeProvider _clock;
    private readonly ArchiveLimits _limits;
    private readonly Action<ArchiveStep> _reached;
    private readonly SemaphoreSlim _running = new(1, 1);

    /// <param name="store">The store.</param>
    /// <param name="folder">Where segments go.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="limits">How large a segment becomes; null for the defaults.</param>
    public LogArchive(IEventStore store, ArchiveFolder folder, TimeProvider clock, ArchiveLimits? limits = null)
        : this(store, folder, clock, limits ?? new ArchiveLimits(), static _ => { })
    {
    }

    internal LogArchive(IEventStore store, ArchiveFolder folder, TimeProvider clock, ArchiveLimits limits, Action<ArchiveStep> reached)
    {
        _store = store;
        _folder = folder;
        _clock = clock;
        _limits = limits;
        _reached = reached;
    }

    /// <summary>Whether an event keeps its payload in the log however old it is.</summary>
    public static bool Keeps(EventRecord record) => FoldedCategories.Contains(record.Stream.Category, StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    /// <summary>Every segment as the log knows it now, in order.</summary>
    public async ValueTask<IReadOnlyList<ArchivedSegment>> SegmentsAsync(CancellationToken cancellationToken = default)
    {
        var segments = new SortedDictionary<Position, ArchivedSegment>();
        await foreach (var record in _store.Log.ReadStreamAsync(ArchiveEvents.Stream, cancellationToken: cancellationToken))
        {
            if (ArchiveEvents.Read(record) is { } segment)
            {
                segments[segment.First] = segment;
            }
        }

        return [.. segments.Values];
    }

    /// <summary>Archives one segment: finishes one that was begun, or makes the next.</summary>
    /// <param name="before">Events before this time may go, each only when all before it may.</param>
    /// <param name="last">Events up to this position may go; null when only the time decides.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="cancellationToken">Breaks off between steps.</param>
    public async Task<ArchiveOutcome> RunAsync(DateTimeOffset before, Position? last, Actor actor, CancellationToken cancellationToken = default)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            var segments = await SegmentsAsync(cancellationToken);
            if (segments.Count > 0 && segments[^1] is var begun && begun.RemovedTo < begun.Last)
            {
                return await FinishAsync(begun, actor, cancellationToken);
            }

            var archivedTo = segments.Count == 0 ? Position.Start : segments[^1].Last;
            _folder.Create();
            _folder.DeleteUnfinished();
            DeleteUnnamed(archivedTo);
            var (end, hasMore) = await EndAsync(archivedTo, before, last, cancellationToken);
            return end == archivedTo ? new ArchiveOutcome.Nothing() : await WriteAsync(new Position(archivedTo.Value + 1), end, hasMore, actor, cancellationToken);
        }
        catch (EventLogUnavailableException problem)
        {
            return new ArchiveOutcome.Refused(problem.Code, problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new ArchiveOutcome.Refused("archive.io", $"The archive {_folder.Root} cannot be written: {problem.Message}");
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>
    /// Erases an event, wherever its payload stands: first from the segment on this machine that holds it, then, by the given action, from the log. A segment that was written
    /// anew has another digest, which <c>log.archive-rewritten</c> records. Broken off in the middle, it is finished by erasing again.
    /// </summary>
    /// <param name="position">The event.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="erase">Erases it from the log.</param>
    /// <param name="cancellationToken">Gives up before the log is changed.</param>
    /// <exception cref="EventLogUnavailableException"><c>archive.elsewhere</c>: the payload is archived, and its segment is not here. <c>archive.damaged</c>. Nothing was erased.</exception>
    public async Task<T> EraseAsync<T>(Position position, Actor actor, Func<CancellationToken, Task<T>> erase, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            var path = _folder.Find(position);
            var record = await _store.Log.GetAsync(position, cancellationToken);
            if (path is null && record?.Removed?.Kind == PayloadRemoval.Archived)
            {
                throw new EventLogUnavailableException("archive.elsewhere", $"The payload at {position} stands in an archived segment that is not in {_folder.Root}. Put the segment there, then erase again.");
            }

            if (path is not null)
            {
                await EraseFromAsync(path, position, cancellationToken);
            }

            var result = await erase(cancellationToken);
            if (path is not null)
            {
                await RecordRewrittenAsync(path, position, actor);
            }

            return result;
        }
        finally
        {
            _running.Release();
        }
    }

    private static async Task EraseFromAsync(string path, Position position, CancellationToken cancellationToken)
    {
        try
        {
            await SegmentErasure.RunAsync(path, position, cancellationToken);
        }
        catch (Exception problem) when (problem is ExportDamagedException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new EventLogUnavailableException("archive.damaged", $"The segment {path} cannot be written anew: {problem.Message} Restore it from a backup, then erase again.", problem);
        }
    }

    private async Task RecordRewrittenAsync(string path, Position position, Actor actor)
    {
        var (sha256, bytes) = await ArchiveSegmentWriter.DigestOfAsync(path, CancellationToken.None);
        if ((await SegmentsAsync(CancellationToken.None)).FirstOrDefault(segment => segment.File == Path.GetFileName(path)) is { } segment && segment.Sha256 != sha256)
        {
            await _store.Log.AppendAsync(AppendBatch.Of(new NewEvent
            {
                Stream = ArchiveEvents.Stream,
                Id = EventId.New(_clock),
                Type = ArchiveEvents.Rewritten,
                At = _clock.GetUtcNow(),
                Actor = actor,
                Payload = ArchiveEvents.Payload(segment with { Sha256 = sha256, Bytes = bytes }, position),
            }));
        }
    }

    // A segment that no event names was made by a process that ended before it removed anything; the log still has all of it.
    private void DeleteUnnamed(Position archivedTo)
    {
        foreach (var segment in _folder.Segments().Where(segment => segment.First > archivedTo))
        {
            File.Delete(_folder.PathOf(segment.Name));
        }
    }

    private async ValueTask<(Position End, bool HasMore)> EndAsync(Position archivedTo, DateTimeOffset before, Position? last, CancellationToken cancellationToken)
    {
        var end = archivedTo;
        var hasPayload = false;
        await foreach (var record in _store.Log.ReadAllAsync(archivedTo, cancellationToken))
        {
            if (record.At >= before || record.Position > last)
            {
                break;
            }

            if (record.Position.Value - archivedTo.Value > _limits.SegmentEvents)
            {
                return (end, true);
            }

            hasPayload |= !Keeps(record) && record.Removed is null;
            end = record.Position;
        }

        // Not worth a file of its own: nothing in it could leave the log.
        return (hasPayload ? end : archivedTo, false);
    }

    private async Task<ArchiveOutcome> WriteAsync(Position first, Position last, bool hasMore, Actor actor, CancellationToken cancellationToken)
    {
        var name = ArchiveFolder.NameOf(first, last);
        var path = _folder.PathOf(name);
        await ArchiveSegmentWriter.WriteAsync(new LogExport(_store).LinesAsync(new ExportRange { From = first, To = last }, cancellationToken), path, cancellationToken);
        _reached(ArchiveStep.Written);
        if (await VerifyAsync(path, first, last, cancellationToken) is not { } ends)
        {
            return new ArchiveOutcome.Refused("archive.damaged", $"The segment {path} does not read back as the log has it. Nothing was removed; check the disk.");
        }

        _reached(ArchiveStep.Verified);
        var (sha256, bytes) = await ArchiveSegmentWriter.DigestOfAsync(path, cancellationToken);
        var segment = new ArchivedSegment(name, first, last, sha256, ends.Previous, ends.Last, bytes, new Position(first.Value - 1));
        return await RemoveAsync(segment, hasMore, actor, cancellationToken);
    }

    private async Task<ArchiveOutcome> FinishAsync(ArchivedSegment begun, Actor actor, CancellationToken cancellationToken)
    {
        var path = _folder.PathOf(begun.File);
        if (!File.Exists(path) || (await ArchiveSegmentWriter.DigestOfAsync(path, cancellationToken)).Sha256 != begun.Sha256)
        {
            return new ArchiveOutcome.Refused(
                "archive.elsewhere", $"The segment {begun.File} was begun and is not in {_folder.Root} as it was written. Put it back, or go on where it was begun. Nothing more was removed.");
        }

        return await RemoveAsync(begun, hasMore: true, actor, cancellationToken);
    }

    // Reads the segment as a stranger would, and holds its ends against the log's own.
    private async ValueTask<(Digest Previous, Digest Last)?> VerifyAsync(string path, Position first, Position last, CancellationToken cancellationToken)
    {
        try
        {
            ExportHeader? header = null;
            ExportTrailer? trailer = null;
            await using var unpacked = ArchiveSegment.Unpack(path);
            await foreach (var entry in ExportReader.ReadAsync(unpacked, cancellationToken))
            {
                header = entry is ExportEntry.Begin begin ? begin.Header : header;
                trailer = entry is ExportEntry.End end ? end.Trailer : trailer;
            }

            var previous = first.Value == 1 ? Digest.Genesis : (await _store.Log.GetAsync(new Position(first.Value - 1), cancellationToken))?.Hash;
            var hash = (await _store.Log.GetAsync(last, cancellationToken))?.Hash;
            return header?.From == first && header.Previous == previous && trailer?.Last == last && trailer.Hash == hash ? (header.Previous, trailer.Hash) : null;
        }
        catch (Exception problem) when (problem is ExportDamagedException or InvalidDataException)
        {
            return null;
        }
    }

    private async Task<ArchiveOutcome> RemoveAsync(ArchivedSegment segment, bool hasMore, Actor actor, CancellationToken cancellationToken)
    {
        long payloads = 0;
        var current = segment;
        while (current.RemovedTo < segment.Last)
        {
            var to = new Position(Math.Min(segment.Last.Value, current.RemovedTo.Value + _limits.StepEvents));
            var positions = await RemovableAsync(current.RemovedTo, to, cancellationToken);
            current = current with { RemovedTo = to };
            var record = new NewEvent
            {
                Stream = ArchiveEvents.Stream,
                Id = EventId.New(_clock),
                Type = ArchiveEvents.Archived,
                At = _clock.GetUtcNow(),
                Actor = actor,
                Payload = ArchiveEvents.Payload(current),
            };
            if (positions.Count == 0)
            {
                // Everything in this step stays where it is; only how far the work has come is recorded.
                await _store.Log.AppendAsync(AppendBatch.Of(record), cancellationToken);
            }
            else if (await _store.Maintenance.RemovePayloadsAsync(new RemovalStep(positions, PayloadRemoval.Archived, record), cancellationToken) is not RemovalOutcome.Removed removed)
            {
                return new ArchiveOutcome.Refused("archive.removal", "The log refused to remove the archived payloads.");
            }
            else
            {
                payloads += removed.Count;
            }

            _reached(ArchiveStep.Removed);
        }

        return new ArchiveOutcome.Archived(current, payloads, hasMore);
    }

    private async ValueTask<List<Position>> RemovableAsync(Position after, Position to, CancellationToken cancellationToken)
    {
        var positions = new List<Position>();
        await foreach (var record in _store.Log.ReadAllAsync(after, cancellationToken))
        {
            if (record.Position > to)
            {
                break;
            }

            if (!Keeps(record) && record.Removed is null)
            {
                positions.Add(record.Position);
            }
        }

        return positions;
    }
}

/// <summary>How large the steps of archiving are.</summary>
public sealed record ArchiveLimits
{
    /// <summary>Most events in one segment. Default 100,000.</summary>
    public int SegmentEvents { get; init; } = 100_000;

    /// <summary>Most events whose payloads are removed in one commit, up to <see cref="EventLimits.RemovedPerStep"/>. Default 2,000, so that no append waits long.</summary>
    public int StepEvents { get; init; } = 2000;
}

/// <summary>What archiving has done so far, for tests that break it off.</summary>
internal enum ArchiveStep
{
    /// <summary>The segment has its name.</summary>
    Written,

    /// <summary>It was read back.</summary>
    Verified,

    /// <summary>One step of payloads was removed.</summary>
    Removed,
}
