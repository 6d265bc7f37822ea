using Pharos.Events;
using Pharos.Events.Exchange;

namespace Pharos.Server.Events;

/// <summary>The standing work on what is old or no longer named: sweeps blobs every hour and, where configured, archives every day.</summary>
internal sealed class ArchiveWork(IEventStore store, LogArchive archive, TimeSpan? archiveAfter, TimeProvider clock)
{
    /// <summary>How old a blob that no event names must be, so that none is removed between its storing and its append.</summary>
    public static readonly TimeSpan BlobAge = TimeSpan.FromHours(1);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ArchiveEvery = TimeSpan.FromDays(1);

    /// <summary>Sweeps now and every hour.</summary>
    public async Task SweepAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(SweepEvery, clock);
        do
        {
            if (await store.Leases.HoldsAsync("blobs", stopping))
            {
                await store.Blobs.SweepAsync(BlobAge, stopping);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Archives now and every day, or ends at once where nothing is configured.</summary>
    public async Task ArchiveAsync(CancellationToken stopping)
    {
        if (archiveAfter is not { } age)
        {
            return;
        }

        using var timer = new PeriodicTimer(ArchiveEvery, clock);
        do
        {
            while (await store.Leases.HoldsAsync("archive", stopping))
            {
                var outcome = await archive.RunAsync(clock.GetUtcNow() - age, null, new Actor(ActorKind.System, "archive"), stopping);
                if (outcome is ArchiveOutcome.Refused refused)
                {
                    // The background work tells what failed and tries again.
                    throw new EventLogUnavailableException(refused.Code, refused.Message);
                }

                if (outcome is not ArchiveOutcome.Archived { HasMore: true })
                {
                    break;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
