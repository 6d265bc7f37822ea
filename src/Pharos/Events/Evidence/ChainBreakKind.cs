namespace Pharos.Events.Evidence;

/// <summary>What is wrong with the first thing that does not fit. The names on the wire (<see cref="ChainBreakKinds.NameOf"/>) are stable.</summary>
public enum ChainBreakKind
{
    /// <summary>The event is not the one that was appended: a field or its payload is another.</summary>
    EventChanged = 1,

    /// <summary>No event stands at this position, but there are later ones.</summary>
    EventMissing,

    /// <summary>The event that stands here was appended at another position.</summary>
    EventsReordered,

    /// <summary>The event is whole, but does not continue the chain before it.</summary>
    LinkBroken,

    /// <summary>The chain fits together, but something outside remembers another one.</summary>
    HistoryRewritten,

    /// <summary>Something outside remembers a later position than the log has.</summary>
    TailCut,

    /// <summary>A checkpoint's signature does not fit what it says.</summary>
    CheckpointForged,

    /// <summary>A checkpoint is signed with a key that the log does not name, or that is not the one that was asked for.</summary>
    KeyUnknown,

    /// <summary>A payload is gone and no event says so.</summary>
    ErasedWithoutRecord,

    /// <summary>The row cannot be read as an event, or the store cannot read it at all.</summary>
    RowUnreadable,

    /// <summary>A blob that an event names is gone.</summary>
    BlobMissing,

    /// <summary>A blob is not the one that was stored.</summary>
    BlobChanged,
}

/// <summary>The stable names of the kinds.</summary>
public static class ChainBreakKinds
{
    /// <summary>A kind in kebab-case, as documents carry it.</summary>
    public static string NameOf(ChainBreakKind kind) => kind switch
    {
        ChainBreakKind.EventChanged => "event-changed",
        ChainBreakKind.EventMissing => "event-missing",
        ChainBreakKind.EventsReordered => "events-reordered",
        ChainBreakKind.LinkBroken => "link-broken",
        ChainBreakKind.HistoryRewritten => "history-rewritten",
        ChainBreakKind.TailCut => "tail-cut",
        ChainBreakKind.CheckpointForged => "checkpoint-forged",
        ChainBreakKind.KeyUnknown => "key-unknown",
        ChainBreakKind.ErasedWithoutRecord => "erased-without-record",
        ChainBreakKind.RowUnreadable => "row-unreadable",
        ChainBreakKind.BlobMissing => "blob-missing",
        ChainBreakKind.BlobChanged => "blob-changed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
