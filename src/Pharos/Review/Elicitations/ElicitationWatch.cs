using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Projections;

namespace Pharos.Review.Elicitations;

/// <summary>
/// Waits for an answer, or for questions. Who waits sleeps until the log takes an event about them, and is woken by no other; nothing is asked again and again.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="board">What waits.</param>
/// <param name="desk">Where elicitations are read.</param>
/// <param name="clock">The clock.</param>
public sealed class ElicitationWatch(IEventLog log, Projection<ElicitationBoard> board, ElicitationDesk desk, TimeProvider clock)
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>The elicitation once it has ended, or as it stands when the time is over; null when there is none that may be seen.</summary>
    /// <param name="id">Which.</param>
    /// <param name="maySee">Whether whoever waits may see it.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="gone">Nobody waits any more, or the server stops: as it stands.</param>
    public async ValueTask<Elicitation?> EndedAsync(ElicitationId id, Func<Elicitation, bool> maySee, TimeSpan wait, CancellationToken gone)
    {
        var (item, seen) = wait > TimeSpan.Zero ? WaitingNow(id) : default;
        if (item is null)
        {
            // The place is taken before the look, so that no end falls between the two.
            seen = await log.HeadAsync(gone);
            item = await desk.FindAsync(id, gone);
        }

        if (item is null || !maySee(item))
        {
            return null;
        }

        if (item.Closed is not null || wait <= TimeSpan.Zero)
        {
            return item;
        }

        var cursor = log.Subscribe(seen, new EventFilter { Correlation = id.Correlation }).OpenCursor();
        using var over = new CancellationTokenSource(wait, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over.Token, gone);
        while (item is { Closed: null } && item.Question.ExpiresAt - clock.GetUtcNow() is { Ticks: > 0 } left && !stop.IsCancellationRequested)
        {
            // A timer may ring a moment early, and what is answered then would still be pending.
            using var time = new CancellationTokenSource(left + TimeSpan.FromMilliseconds(1), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop.Token);
            try
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out var record))
                {
                    // What was erased of it is gone from its stream.
                    item = record.Type == EvidenceEvents.Erased ? await desk.FindAsync(id, either.Token)
                        : record.Stream == id.Stream ? ElicitationFold.Apply(item, record)
                        : item;
                }
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                continue;
            }
        }

        return item;
    }

    /// <summary>A page made from the board, as soon as it is another than the one that was seen, or as it is when the time is over.</summary>
    /// <param name="subject">Whose questions it shows.</param>
    /// <param name="page">Makes the page.</param>
    /// <param name="isNews">Whether it is worth answering with.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="gone">Nobody waits any more, or the server stops: the page as it is.</param>
    public async ValueTask<T> NextAsync<T>(string subject, Func<ElicitationBoard, T> page, Func<T, bool> isNews, TimeSpan wait, CancellationToken gone)
    {
        var seen = await log.HeadAsync(gone);
        await FollowAsync(seen, gone);
        var current = board.Read((state, _) => page(state));
        if (wait <= TimeSpan.Zero || isNews(current))
        {
            return current;
        }

        var cursor = log.Subscribe(seen, new EventFilter { Agent = subject }).OpenCursor();
        using var time = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, gone);
        try
        {
            while (!isNews(current))
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out var record))
                {
                    seen = record.Position;
                }

                await FollowAsync(seen, either.Token);
                current = board.Read((state, _) => page(state));
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return current;
        }

        return current;
    }

    // What waits is on the board as a rule, and whatever became of it since comes from where the board stands. One that has ended is read from its stream: its answer stands nowhere else.
    private (Elicitation? Item, Position Seen) WaitingNow(ElicitationId id)
    {
        var now = clock.GetUtcNow();
        return board.Read((state, position) => state.Find(id.Value) is { } known && known.StateAt(now) == ElicitationState.Pending ? (known, position) : default);
    }

    // What was answered a moment ago may not be on the board yet. A board that stands still is said by its health check; an older page is better than none then.
    private async ValueTask FollowAsync(Position position, CancellationToken gone)
    {
        using var late = new CancellationTokenSource(CatchUp, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            await board.ReachedAsync(position, either.Token);
        }
        catch (Exception problem) when (problem is InvalidOperationException or OperationCanceledException)
        {
            return;
        }
    }
}
