using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Server.Tasks;

/// <summary>What lies in an expert's inbox: the tasks it has, whole, those that wait longest first.</summary>
internal sealed class Inbox(TaskParts tasks, IEventLog log, TimeProvider clock)
{
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    /// <summary>What lies there now.</summary>
    public async Task<InboxContract> LookAsync(ExpertId id, CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        var items = new List<TaskItem>();
        foreach (var held in tasks.Board.Read((board, _) => board.HeldBy(id.Value)))
        {
            // The board has no inputs; and what moved on meanwhile is not the expert's any more.
            if (await tasks.Desk.FindAsync(held.TaskId, cancellationToken) is { } item && item.Holder == id.Value)
            {
                items.Add(item);
            }
        }

        return new InboxContract(id.Value, [.. items.Select(TaskContract.Of)], TagOf(items));
    }

    /// <summary>What lies there once it is something else than was seen, or as it is when the time is over.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="seen">The tag of what was seen; null to wait until anything lies there.</param>
    /// <param name="every">How often <paramref name="stillThere"/> is called while it waits.</param>
    /// <param name="stillThere">The expert that waits is there.</param>
    /// <param name="over">The time is over.</param>
    /// <param name="gone">Nobody waits any more.</param>
    public async Task<InboxContract> NextAsync(ExpertId id, string? seen, TimeSpan every, Func<ValueTask> stillThere, CancellationToken over, CancellationToken gone)
    {
        // Where the log stands is asked before the look, so that nothing falls between the two.
        var cursor = log.Subscribe(await log.HeadAsync(gone), new EventFilter { Agent = id.Value }).OpenCursor();
        while (true)
        {
            var page = await LookAsync(id, gone);
            if (over.IsCancellationRequested || (seen is null ? page.Items.Count > 0 : page.Tag != seen))
            {
                return page;
            }

            using var beat = new CancellationTokenSource(every, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, over, gone);
            try
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out _))
                {
                    gone.ThrowIfCancellationRequested();
                }
            }
            catch (OperationCanceledException) when (!gone.IsCancellationRequested)
            {
                await stillThere();
            }
        }
    }

    // A name for what lies there: what the expert itself does with a task is no news to it.
    private static string TagOf(IEnumerable<TaskItem> items)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"{item.Id:N}.{item.Attempts.Count}/");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tasks.Board.ReachedAsync(await log.HeadAsync(cancellationToken), cancellationToken).WaitAsync(CatchUp, clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException)
        {
            // The health check of the projection says why it stands still.
        }
    }
}
