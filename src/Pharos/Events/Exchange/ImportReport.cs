namespace Pharos.Events.Exchange;

/// <summary>What came of importing one export.</summary>
public abstract record ImportReport
{
    private ImportReport()
    {
    }

    /// <summary>The export is in the log, whole.</summary>
    /// <param name="Last">The position of its last event.</param>
    /// <param name="Hash">The chain's hash there.</param>
    /// <param name="Added">How many events were added; the others were there already.</param>
    /// <param name="Blobs">How many blobs were stored.</param>
    public sealed record Complete(Position Last, Digest Hash, long Added, long Blobs) : ImportReport;

    /// <summary>It was not, or not to its end. What was added stands; the same export, put in order, goes on from there.</summary>
    /// <param name="Code">Stable: <c>import.diverged</c>, <c>import.gap</c>, <c>import.filtered</c>, <c>import.blob-missing</c>, <c>import.refused</c>, <c>import.not-following</c>, or one of <see cref="ExportDamagedException"/>.</param>
    /// <param name="Message">What is wrong and what to do.</param>
    /// <param name="Head">Where the log ends now.</param>
    /// <param name="Added">How many events were added.</param>
    public sealed record Stopped(string Code, string Message, Position Head, long Added) : ImportReport;
}
