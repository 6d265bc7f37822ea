namespace Pharos.Events.Exchange;

/// <summary>
/// Imports exports of Pharos into a log: into an empty one, or behind the head that the export continues. Events that the log has already are compared and passed over, so an
/// import that was broken off is finished by running it again. Commits whole groups of verified events only.
/// </summary>
/// <param name="store">The store; nothing else may append to it meanwhile.</param>
public sealed class LogImport(IEventStore store)
{
    /// <summary>Most events committed together.</summary>
    public const int GroupEvents = 1000;

    private const long GroupBytes = 16 * 1024 * 1024;

    /// <summary>Imports one export.</summary>
    /// <param name="export">The export, unpacked.</param>
    /// <param name="progress">Told the position of every group.</param>
    /// <param name="cancellationToken">Ends the import between groups.</param>
    /// <exception cref="EventLogUnavailableException">The log cannot be written.</exception>
    public async Task<ImportReport> RunAsync(Stream export, IProgress<Position>? progress = null, CancellationToken cancellationToken = default)
    {
        var head = await store.Log.HeadAsync(cancellationToken);
        var hash = head == Position.Start ? Digest.Genesis : (await store.Log.GetAsync(head, cancellationToken))!.Hash;
        var run = new ImportRun(store, head, hash);
        try
        {
            await foreach (var entry in ExportReader.ReadAsync(export, cancellationToken))
            {
                if (await run.TakeAsync(entry, cancellationToken) is { } stopped)
                {
                    return stopped;
                }

                if (run.IsGroupFull(GroupEvents, GroupBytes))
                {
                    if (await run.CommitAsync(cancellationToken) is { } refused)
                    {
                        return refused;
                    }

                    progress?.Report(run.Head);
                }
            }
        }
        catch (ExportDamagedException damage)
        {
            return run.Stop(damage.Code, $"{damage.Message} {run.Standing}");
        }

        return await run.CommitAsync(cancellationToken) is { } last ? last : run.Complete();
    }
}
