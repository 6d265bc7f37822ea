using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

internal static class Recovery
{
    /// <summary>Waits until the store has nothing more to complain of: what works behind the commit tries again with pauses.</summary>
    public static async Task UntilWellAsync(this PostgresEventStore store)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await store.InspectAsync(patience.Token)).Any(finding => finding.IsFailure))
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
