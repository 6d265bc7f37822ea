using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Review;
using Pharos.Server.Security;

namespace Pharos.Server.Mcp.Resources;

/// <summary>Tells clients that what they subscribed to has changed, from the log as it grows; many changes at once are told once.</summary>
internal sealed class ResourceWatch(IEventLog log, TimeProvider clock)
{
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(250);

    /// <summary>Follows the log until it is told to stop.</summary>
    /// <param name="after">From where.</param>
    /// <param name="caller">Whose resources.</param>
    /// <param name="wanted">Which, at each moment.</param>
    /// <param name="changed">Tells the client.</param>
    /// <param name="ended">Nobody wants to know any more.</param>
    public async Task FollowAsync(Position after, Caller caller, Func<IReadOnlyList<string>> wanted, Func<string, Task> changed, CancellationToken ended)
    {
        var filter = RouteAccess.Readers.Permits(caller.Role) ? default : new EventFilter { Agent = caller.Subject };
        var cursor = log.Subscribe(after, filter).OpenCursor();
        while (true)
        {
            await cursor.WaitAsync(ended);
            await Task.Delay(Together, clock, ended);
            var touched = new HashSet<string>(StringComparer.Ordinal);
            while (cursor.TryRead(out var record))
            {
                ended.ThrowIfCancellationRequested();
                if (IsAboutDecisions(record))
                {
                    touched.UnionWith(wanted().Where(uri => Touches(record, uri)));
                }
            }

            foreach (var uri in touched)
            {
                await changed(uri);
            }
        }
    }

    private static bool IsAboutDecisions(EventRecord record) => record.Type is GateEvents.Decided or GateEvents.Executed or GateEvents.Bypassed or ReviewEvents.Verdict or ReviewEvents.Expired or ReviewEvents.Undone or ReviewEvents.Superseded;

    // A verdict is about the first proposal of its question; which session that was in is cheaper to be read again by the client than found out here.
    private static bool Touches(EventRecord record, string uri) =>
        !uri.StartsWith(ResourceCatalogue.ProposalStart, StringComparison.Ordinal)
        || (Guid.TryParseExact(uri[ResourceCatalogue.ProposalStart.Length..], "D", out var id) && (record.Stream.Id == id || record.Correlation?.Value == id));
}
