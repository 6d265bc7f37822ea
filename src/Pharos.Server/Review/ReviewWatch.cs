using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Server.Configuration;

namespace Pharos.Server.Review;

/// <summary>
/// Holds an answer back until a page of reviews is another than the one that was seen, so that a desk is live without asking all the time, also over a line on which a stream of
/// every event would be too much.
/// </summary>
/// <param name="Seen">The tag of the page that the reader has; null to answer at once.</param>
/// <param name="Wait">How long to hold it back at most.</param>
internal sealed record ReviewWatch(string? Seen, TimeSpan Wait)
{
    /// <summary>Longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // What happens in one moment is one news; and a busy log must not make every reader's page be read for every event.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads <c>wait</c> and <c>seen</c>.</summary>
    public static (ReviewWatch? Watch, Problem? Problem) Read(string? seen, string? wait)
    {
        if (string.IsNullOrEmpty(wait))
        {
            return (new ReviewWatch(null, TimeSpan.Zero), null);
        }

        return Duration.TryParse(wait, out var time) && time <= LongestWait
            ? (new ReviewWatch(string.IsNullOrEmpty(seen) ? null : seen, time), null)
            : (null, new Problem("review.query", $"\"wait\" is a time of at most {LongestWait.TotalSeconds:0}s, such as 20s."));
    }

    /// <summary>The page as soon as it is another, or as it is when the time is over.</summary>
    /// <param name="queue">What the page is made from.</param>
    /// <param name="page">Makes the page.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="gone">Nobody waits any more, or the server stops: the page as it is.</param>
    public async Task<ReviewListContract> NextAsync(Projection<ReviewQueue> queue, Func<ReviewListContract> page, TimeProvider clock, CancellationToken gone)
    {
        using var time = new CancellationTokenSource(Wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, gone);
        while (true)
        {
            // Where the queue stands is asked before the page is made, so that no change falls between the two.
            var position = queue.Position;
            var current = page();
            if (Seen is null || current.Tag != Seen || either.IsCancellationRequested)
            {
                return current;
            }

            try
            {
                await queue.ReachedAsync(new Position(position.Value + 1), either.Token);
                await Task.Delay(Gathering, clock, either.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or InvalidOperationException)
            {
                // The time is over, or the queue stands still, which its health check says; whoever waits gets what there is.
                return page();
            }
        }
    }

    /// <summary>Names what a page shows: two pages with one tag look the same to who reads them, but for times that pass.</summary>
    public static string TagOf(IEnumerable<ReviewItem> items, int open, DateTimeOffset now)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{open}");
        foreach (var item in items)
        {
            text.Append(CultureInfo.InvariantCulture, $"/{item.Id:N}.{item.Version}.{ReviewStates.NameOf(item.StateAt(now))}.{item.SlaAt(now)}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }
}
