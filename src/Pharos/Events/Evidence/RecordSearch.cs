namespace Pharos.Events.Evidence;

/// <summary>Looks for the events that record removals in rows that are not verified: behind a break, or behind the end that the log had when the walk began.</summary>
internal sealed class RecordSearch(EvidenceNotes notes) : IChainSink
{
    /// <summary>Reads from a position to the end that the log has now.</summary>
    public async Task RunAsync(IChainSource source, long first, CancellationToken cancellationToken)
    {
        try
        {
            var last = (await source.ExtentAsync(cancellationToken)).Last;
            if (first <= last.Value)
            {
                await source.ReadAsync(new Position(first), last, this, cancellationToken);
            }
        }
        catch (EventLogUnavailableException damaged) when (damaged.Code == "log.corrupt")
        {
            // The damage is a break of its own already, or will be one when the new events are verified.
            return;
        }
    }

    /// <inheritdoc/>
    public bool Take(in ChainRow row)
    {
        if (row.Unreadable is null)
        {
            notes.TakeRecord(row);
        }

        return true;
    }
}
