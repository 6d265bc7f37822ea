namespace Pharos.Events.Exchange;

/// <summary>One import on its way: what was compared, what waits for the next commit, where the log stands.</summary>
internal sealed class ImportRun
{
    // Blobs known to be in the store. One that was forgotten is looked up.
    private const int RememberedBlobs = 100_000;

    // What an engine has room for; a log of ours has a dozen.
    private const int MostCategories = 200;

    private readonly IEventStore _store;
    private readonly Position _headBefore;
    private readonly Digest _hashBefore;
    private readonly List<SealedEvent> _group = [];
    private readonly HashSet<Digest> _stored = [];
    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);
    private long _groupBytes;
    private long _added;
    private long _blobs;
    private Position _last;
    private Digest _hash;

    public ImportRun(IEventStore store, Position head, Digest hash)
    {
        _store = store;
        _headBefore = head;
        _hashBefore = hash;
        _hash = hash;
        Head = head;
    }

    /// <summary>Where the log ends now.</summary>
    public Position Head { get; private set; }

    /// <summary>In words, what the log holds after a stop.</summary>
    public string Standing => _added == 0
        ? "Nothing was imported."
        : $"{_added} events were imported; the log ends at {Head}. Import the whole export again to go on from there.";

    public bool IsGroupFull(int events, long bytes) => _group.Count >= events || _groupBytes >= bytes;

    public ImportReport.Stopped Stop(string code, string message) => new(code, message, Head, _added);

    public ImportReport.Complete Complete() => new(_last, _hash, _added, _blobs);

    /// <summary>Takes one entry; the stop when it does not fit this log.</summary>
    public async ValueTask<ImportReport.Stopped?> TakeAsync(ExportEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case ExportEntry.Begin begin:
                return Begin(begin.Header);
            case ExportEntry.Blob blob:
                await _store.Blobs.PutAsync(blob.Content, cancellationToken);
                Remember(blob.Digest);
                _blobs++;
                return null;
            case ExportEntry.Event next:
                return await TakeAsync(next, cancellationToken);
            case ExportEntry.End end:
                return await FinishAsync(end.Trailer, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>Commits what waits; the stop when the log refuses it.</summary>
    public async ValueTask<ImportReport.Stopped?> CommitAsync(CancellationToken cancellationToken)
    {
        if (_group.Count == 0)
        {
            return null;
        }

        switch (await _store.Maintenance.ImportAsync(_group, cancellationToken))
        {
            case ImportOutcome.Imported imported:
                _added += _group.Count;
                Head = imported.Last;
                _group.Clear();
                _groupBytes = 0;
                return null;
            default:
                return Stop("import.not-following", $"The log was written to by somebody else meanwhile. Stop that and import again. {Standing}");
        }
    }

    private ImportReport.Stopped? Begin(ExportHeader header)
    {
        _last = new Position(header.From.Value - 1);
        if (header.Type is { } type)
        {
            return Stop("import.filtered", $"The export holds only events of type {type}, which are no chain. Export without --type to import.");
        }

        if (header.From.Value < 1 || header.From.Value > _headBefore.Value + 1)
        {
            return Stop("import.gap", $"The export begins at position {header.From}, but this log ends at {_headBefore}. Import first what comes before.");
        }

        return header.From.Value == _headBefore.Value + 1 && header.Previous != _hashBefore ? Diverged(_headBefore) : null;
    }

    private async ValueTask<ImportReport.Stopped?> TakeAsync(ExportEntry.Event next, CancellationToken cancellationToken)
    {
        var record = next.Sealed.Record;
        _last = record.Position;
        _hash = record.Hash;
        if (record.Position <= _headBefore)
        {
            // Equal hashes at one place mean that everything before it is equal too.
            return record.Position == _headBefore && record.Hash != _hashBefore ? Diverged(_headBefore) : null;
        }

        if (Refuse(next.Sealed) is { } reason)
        {
            return Stop("import.refused", $"The event at position {record.Position} in line {next.Line} is not one that a log accepts: {reason} {Standing}");
        }

        foreach (var blob in next.Sealed.Blobs)
        {
            if (!_stored.Contains(blob) && await _store.Blobs.GetAsync(blob, cancellationToken) is null)
            {
                return Stop("import.blob-missing", $"The event at position {record.Position} in line {next.Line} names the blob {blob}, which is neither in the export nor here. Export with blobs. {Standing}");
            }

            Remember(blob);
        }

        _group.Add(next.Sealed);
        _groupBytes += record.Payload.Length;
        return null;
    }

    private async ValueTask<ImportReport.Stopped?> FinishAsync(ExportTrailer trailer, CancellationToken cancellationToken) =>
        trailer.Last < _headBefore && trailer.Last > Position.Start && (await _store.Log.GetAsync(trailer.Last, cancellationToken))?.Hash != trailer.Hash ? Diverged(trailer.Last) : null;

    private void Remember(Digest blob)
    {
        if (_stored.Count >= RememberedBlobs)
        {
            _stored.Clear();
        }

        _stored.Add(blob);
    }

    private string? Refuse(SealedEvent next)
    {
        var record = next.Record;
        if (record.Version < 1 || (record.OperationId is null) != next.OperationHash.IsEmpty || next.OperationHash.Length > EventLimits.ContentHashBytes)
        {
            return "its version or its operation makes no sense.";
        }

        if (_categories.Add(record.Stream.Category) && _categories.Count > MostCategories)
        {
            return $"there are more than {MostCategories} stream categories.";
        }

        return BatchRules.Refuse(AppendBatch.Of(new NewEvent
        {
            Stream = record.Stream,
            Id = record.Id,
            Type = record.Type,
            Schema = record.Schema,
            At = record.At,
            Actor = record.Actor,
            Agent = record.Agent,
            Workspace = record.Workspace,
            Payload = record.Removed is null ? record.Payload : "null"u8.ToArray(),
            Blobs = next.Blobs,
        }))?.Reason;
    }

    private ImportReport.Stopped Diverged(Position at) => Stop(
        "import.diverged",
        $"This log and the export hold different events at position {at} or before it: they are not the same log, or this one has gone on by itself. Import into an empty data folder (--data DIR). {Standing}");
}
