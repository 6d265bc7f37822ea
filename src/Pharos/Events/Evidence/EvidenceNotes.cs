namespace Pharos.Events.Evidence;

/// <summary>What a walk keeps: which payloads are gone, and the events that are evidence themselves.</summary>
internal sealed class EvidenceNotes
{
    // The longest reason of an erasure, every character escaped, fits many times over.
    private const int MaximumPayload = 64 * 1024;

    /// <summary>Runs of payloads that are gone, ascending within one range.</summary>
    public List<RemovedRun> Removed { get; } = [];

    /// <summary>Erasures by the position they name, with their own.</summary>
    public Dictionary<long, long> Erasures { get; } = [];

    /// <summary>First and last position of each archive.</summary>
    public List<(long First, long Last)> Archives { get; } = [];

    /// <summary>Checkpoints with the position of their event.</summary>
    public List<(long At, Checkpoint Checkpoint)> Checkpoints { get; } = [];

    /// <summary>Keys with the position of their event.</summary>
    public List<(long At, CheckpointKey Key)> Keys { get; } = [];

    public void Take(in ChainRow row)
    {
        if (row.RemovedKind != 0)
        {
            NoteRemoved(row.Position, (PayloadRemoval)row.RemovedKind);
        }
        else if (row.Type.StartsWith("log."u8) && row.Payload.Length <= MaximumPayload)
        {
            NoteEvidence(row);
        }
    }

    /// <summary>Takes only what records a removal.</summary>
    public void TakeRecord(in ChainRow row)
    {
        if (row.RemovedKind == 0 && row.Payload.Length <= MaximumPayload)
        {
            NoteRecord(row);
        }
    }

    public void Add(EvidenceNotes other)
    {
        Removed.AddRange(other.Removed);
        Archives.AddRange(other.Archives);
        Checkpoints.AddRange(other.Checkpoints);
        Keys.AddRange(other.Keys);
        foreach (var (position, at) in other.Erasures)
        {
            Erasures.TryAdd(position, at);
        }
    }

    /// <summary>The first payload that is gone without an event that says so; null when all are accounted for.</summary>
    public (long Position, PayloadRemoval Kind)? FirstUnrecorded()
    {
        (long Position, PayloadRemoval Kind)? found = null;
        foreach (var run in Removed)
        {
            if ((found is null || run.First < found.Value.Position) && FirstUnrecorded(run) is { } position && (found is null || position < found.Value.Position))
            {
                found = (position, run.Kind);
            }
        }

        return found;
    }

    private long? FirstUnrecorded(RemovedRun run)
    {
        for (var position = run.First; position <= run.Last; position++)
        {
            if (run.Kind == PayloadRemoval.Erased)
            {
                if (!Erasures.ContainsKey(position))
                {
                    return position;
                }
            }
            else if (ArchiveWith(position) is { } archive)
            {
                position = archive;
            }
            else
            {
                return position;
            }
        }

        return null;
    }

    // The end of an archive that holds the position.
    private long? ArchiveWith(long position)
    {
        foreach (var (first, last) in Archives)
        {
            if (position >= first && position <= last)
            {
                return last;
            }
        }

        return null;
    }

    private void NoteRemoved(long position, PayloadRemoval kind)
    {
        if (Removed is [.., var run] && run.Last == position - 1 && run.Kind == kind)
        {
            Removed[^1] = run with { Last = position };
        }
        else
        {
            Removed.Add(new RemovedRun(position, position, kind));
        }
    }

    // What cannot be parsed is no evidence; whoever relied on it will miss it.
    private void NoteEvidence(in ChainRow row)
    {
        NoteRecord(row);
        if (row.Type.SequenceEqual("log.checkpointed"u8))
        {
            if (CheckpointJson.Parse(row.Payload) is { } checkpoint)
            {
                Checkpoints.Add((row.Position, checkpoint));
            }
        }
        else if (row.Type.SequenceEqual("log.key-published"u8) && EvidenceEvents.PublishedKey(row.Payload) is { } key)
        {
            Keys.Add((row.Position, key));
        }
    }

    private void NoteRecord(in ChainRow row)
    {
        if (row.Type.SequenceEqual("log.erased"u8))
        {
            if (EvidenceEvents.ErasedPosition(row.Payload) is { } position && position < row.Position)
            {
                Erasures.TryAdd(position, row.Position);
            }
        }
        else if (row.Type.SequenceEqual("log.archived"u8) && EvidenceEvents.ArchivedRange(row.Payload) is { } range && range.Last < row.Position)
        {
            Archives.Add(range);
        }
    }
}

/// <summary>Neighbouring payloads that are gone for the same reason.</summary>
internal readonly record struct RemovedRun(long First, long Last, PayloadRemoval Kind);
