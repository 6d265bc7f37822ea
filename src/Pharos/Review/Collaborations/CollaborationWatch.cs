using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>Waits for what is said in a session. Who waits sleeps until the log takes an event of that session, and is woken by no other.</summary>
/// <param name="log">The log.</param>
/// <param name="clock">The clock.</param>
public sealed class CollaborationWatch(IEventLog log, TimeProvider clock)
{
    /// <summary>The session as soon as it has more messages than were seen, or is over; as it stands when the time is over; null when there is none.</summary>
    /// <param name="id">Which.</param>
    /// <param name="seen">How many messages were seen.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="gone">Nobody waits any more, or the server stops: as it stands.</param>
    public async ValueTask<Collaboration?> SaidAsync(CollaborationId id, int seen, TimeSpan wait, CancellationToken gone)
    {
        // The place is taken before the look, so that nothing said falls between the two.
        var cursor = log.Subscribe(await log.HeadAsync(gone), new EventFilter { Correlation = id.Correlation }).OpenCursor();
        Collaboration? session = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: gone))
        {
            session = CollaborationFold.Apply(session, record);
        }

        using var time = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, gone);
        try
        {
            while (session is not null && session.Messages.Count <= seen && !session.Head.IsClosedAt(clock.GetUtcNow()))
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out var record))
                {
                    if (record.Stream == id.Stream && record.Version > session!.Head.Version)
                    {
                        session = CollaborationFold.Apply(session, record);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return session;
        }

        return session;
    }
}
