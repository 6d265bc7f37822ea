using Pharos.Events.Projections;

namespace Pharos.Review.Collaborations;

/// <summary>Records of sessions in which nothing happens any more that they expired. Several nodes may keep the same log.</summary>
/// <param name="board">The sessions.</param>
/// <param name="desk">Where they are moved.</param>
/// <param name="clock">The clock.</param>
public sealed class CollaborationKeeper(Projection<CollaborationBoard> board, CollaborationDesk desk, TimeProvider clock)
{
    /// <summary>How often it looks. A session is over when its time is, also before that is recorded.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // A pause of the server lets many run out at once; the rest follows at the next look.
    private const int AtOnce = 500;

    /// <summary>Lets time act until it is stopped.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            await LookAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Looks once for sessions whose time has run out.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var head in board.Read((state, _) => state.Open.Where(head => head.IdleUntil <= now).Take(AtOnce).ToList()))
        {
            await desk.ExpireAsync(head.CollaborationId, cancellationToken);
        }
    }
}
