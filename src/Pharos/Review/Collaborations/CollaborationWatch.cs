using System.Diagnostics.CodeAnalysis;
using Pharos.Agents;
using Pharos.Events;

namespace Pharos.Review.Collaborations;

/// <summary>Waits for what is said in a session. Who waits sleeps until the log takes an event of that session, and is woken by no other.</summary>
/// <param name="desk">The sessions.</param>
/// <param name="log">The log.</param>
/// <param name="clock">The clock.</param>
public sealed class CollaborationWatch(CollaborationDesk desk, IEventLog log, TimeProvider clock)
{
    /// <summary>
    /// The session as soon as it has more messages than were seen, or is over; as it stands when the time is over; null when there is none that the reader may see, and as soon as they
    /// may not see it any more.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="reader">Who waits.</param>
    /// <param name="seen">How many messages were seen.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="gone">Nobody waits any more, or the server stops: as it stands.</param>
    public async ValueTask<Collaboration?> SaidAsync(CollaborationId id, Caller reader, int seen, TimeSpan wait, CancellationToken gone)
    {
        // The place is taken before the look, so that nothing said falls between the two.
        var cursor = log.Subscribe(await log.HeadAsync(gone), new EventFilter { Correlation = id.Correlation }).OpenCursor();
        var session = await desk.FindAsync(id, gone);
        using var time = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, gone);
        try
        {
            while (Sees(session, reader) && session.Messages.Count <= seen && !session.Head.IsClosedAt(clock.GetUtcNow()))
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out var record))
                {
                    if (record.Stream == id.Stream && record.Version > session.Head.Version)
                    {
                        session = CollaborationFold.Apply(session, record)!;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return Sees(session, reader) ? session : null;
        }

        return Sees(session, reader) ? session : null;
    }

    private static bool Sees([NotNullWhen(true)] Collaboration? session, Caller reader) => session is not null && CollaborationRules.MayRead(session.Head, reader);
}
