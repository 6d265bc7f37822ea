using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Server.Events;

/// <summary>How far the log is signed.</summary>
/// <param name="Covered">The position of the newest checkpoint.</param>
/// <param name="Own">Where its event stands; the start when there is none.</param>
/// <param name="PublishedAt">Where the log names this node's key; the start when it does not.</param>
internal sealed record CheckpointState(Position Covered, Position Own, Position PublishedAt)
{
    /// <summary>Events behind the newest checkpoint, besides its own.</summary>
    public long Waiting(Position head) => head.Value - Covered.Value - (Own > Covered && Own <= head ? 1 : 0);

    /// <summary>Reads it from the log.</summary>
    public static async Task<CheckpointState> ReadAsync(IEventLog log, CheckpointKey key, CancellationToken cancellationToken)
    {
        var newest = await log.QueryAsync(new EventQuery { Type = EvidenceEvents.Checkpointed, Descending = true, Limit = 1 }, cancellationToken);
        var own = newest.Events is [var record] ? record : null;
        var covered = own is not null && CheckpointJson.Parse(own.Payload.Span) is { } checkpoint ? checkpoint.Position : Position.Start;
        return new CheckpointState(covered, own?.Position ?? Position.Start, await PublishedAsync(log, key, cancellationToken));
    }

    private static async Task<Position> PublishedAsync(IEventLog log, CheckpointKey key, CancellationToken cancellationToken)
    {
        EventPage page;
        for (Position? after = null; ; after = page.Next)
        {
            page = await log.QueryAsync(new EventQuery { Type = EvidenceEvents.KeyPublished, Descending = true, After = after, Limit = EventQuery.MaxLimit }, cancellationToken);
            if (page.Events.FirstOrDefault(record => EvidenceEvents.PublishedKey(record.Payload.Span)?.Id == key.Id) is { } published)
            {
                return published.Position;
            }

            if (page.Next is null)
            {
                return Position.Start;
            }
        }
    }
}
