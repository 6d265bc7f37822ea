using Pharos.Events;

namespace Pharos.Storage.Tests.Postgres;

internal static class SubscriptionReading
{
    public static async Task<List<EventRecord>> TakeAsync(this Subscription subscription, int count)
    {
        var seen = new List<EventRecord>();
        await foreach (var record in subscription)
        {
            seen.Add(record);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }
}
