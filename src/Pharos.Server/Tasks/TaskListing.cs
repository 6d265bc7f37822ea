using Pharos.Agents;
using Pharos.Events;
using Pharos.Review.Tasks;

namespace Pharos.Server.Tasks;

/// <summary>Lists tasks: readers see all of them, everybody else those that concern them.</summary>
/// <param name="tasks">The tasks.</param>
/// <param name="log">Says what a list has to see.</param>
/// <param name="clock">Bounds the waiting for it.</param>
internal sealed class TaskListing(TaskParts tasks, IEventLog log, TimeProvider clock)
{
    // A list sees everything that was answered before it was asked for, unless the board stands still; its health check says so then.
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>One page.</summary>
    public async ValueTask<TaskListContract> ReadAsync(TaskFilter filter, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            await tasks.Board.ReachedAsync(await log.HeadAsync(cancellationToken), cancellationToken).WaitAsync(CatchUp, clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException)
        {
            // An older list is better than none.
        }

        var readsAll = TaskRoute.ReadsAll(caller);
        var (found, open) = tasks.Board.Read((board, _) => (
            board.After(filter.After)
                .Where(item => (readsAll || item.Concerns(caller.Subject)) && filter.Matches(item))
                .Take(filter.Limit + 1).ToList(),
            readsAll ? board.OpenCount : board.AskedBy(caller.Subject) + board.LoadOf(caller.Subject)));
        var page = found.Take(filter.Limit).ToList();
        return new TaskListContract([.. page.Select(item => TaskRoute.Show(item, caller))], found.Count > filter.Limit ? $"{TaskPlace.Of(page[^1])}" : null, open);
    }
}
