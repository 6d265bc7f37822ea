using Pharos.Events.Projections;

namespace Pharos.Review.Elicitations;

/// <summary>Ends questions whose time has run out. Several nodes may keep the same log, and what ran out while none did is ended at the next start.</summary>
/// <param name="board">What waits.</param>
/// <param name="desk">Where it is ended.</param>
/// <param name="clock">The clock.</param>
public sealed class ElicitationKeeper(Projection<ElicitationBoard> board, ElicitationDesk desk, TimeProvider clock)
{
    /// <summary>How often it looks. Nobody waits for it: an answer that comes later than the time is refused whether this has looked or not.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A pause of the server lets many run out at once; the rest follows a second later.
    private const int AtOnce = 500;

    /// <summary>Ends what has run out until it is stopped.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await LookAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var late = board.Read((state, _) => state.Pending.TakeWhile(item => item.Question.ExpiresAt <= now).Take(AtOnce).Select(item => item.ElicitationId).ToList());
        foreach (var id in late)
        {
            await desk.ExpireAsync(id, cancellationToken);
        }

        ElicitationMetrics.Waiting(board.Read((state, _) => state.PendingCount));
    }

    /// <summary>How long the one that should have been ended first is overdue; none when nothing is.</summary>
    public TimeSpan OverdueBy => board.Read((state, _) => state.Pending.FirstOrDefault()) is { } first && clock.GetUtcNow() - first.Question.ExpiresAt is { } late && late > TimeSpan.Zero ? late : TimeSpan.Zero;
}
