using Pharos.Proposals;

namespace Pharos.Review;

/// <summary>
/// Lets callers who want the same of one review in the same moment have it together: while one round runs, everybody who comes waits for the next. A thousand callers of one review
/// are a few reads and appends then, where each by itself would read what all others made. Safe for use by many threads.
/// </summary>
/// <typeparam name="TAsk">What one of them wants.</typeparam>
/// <typeparam name="TAnswer">What all of a round get.</typeparam>
internal sealed class ReviewRounds<TAsk, TAnswer>
{
    /// <summary>Most that are served at a time; a batch of the log holds twice as many.</summary>
    public const int MaximumAsks = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<ReviewId, LinkedList<Round>> _lines = [];

    /// <summary>Takes part in the next round, which begins after this was called.</summary>
    /// <param name="id">The review.</param>
    /// <param name="ask">What is wanted.</param>
    /// <param name="work">Serves a round; not cancelled by who leaves it.</param>
    /// <param name="cancellationToken">Leaves; who has left before the round begins is not served by it.</param>
    public Task<TAnswer> AskAsync(ReviewId id, TAsk ask, Func<IReadOnlyList<TAsk>, Task<TAnswer>> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TAnswer>(cancellationToken);
        }

        var isFirst = false;
        LinkedList<Round>? line;
        Round round;
        lock (_gate)
        {
            if (!_lines.TryGetValue(id, out line))
            {
                _lines[id] = line = [];
                isFirst = true;
            }

            round = line.Last?.Value is { Asks.Count: < MaximumAsks } last ? last : line.AddLast(new Round()).Value;
            round.Asks.Add((ask, cancellationToken));
        }

        if (isFirst)
        {
            _ = RunAsync(id, line, work);
        }

        return round.Answer.Task.WaitAsync(cancellationToken);
    }

    // Its exceptions are those of its rounds, and go to who takes part in them.
    private async Task RunAsync(ReviewId id, LinkedList<Round> line, Func<IReadOnlyList<TAsk>, Task<TAnswer>> work)
    {
        await Task.Yield();
        while (Next(id, line) is { } round)
        {
            var asks = round.Asks.Where(entry => !entry.Leaving.IsCancellationRequested).Select(entry => entry.Ask).ToList();
            if (asks.Count == 0)
            {
                round.Answer.SetCanceled(CancellationToken.None);
                continue;
            }

            var serving = work(asks);
            await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            round.Answer.SetFromTask(serving);
        }
    }

    private Round? Next(ReviewId id, LinkedList<Round> line)
    {
        lock (_gate)
        {
            if (line.First is not { Value: var round })
            {
                _lines.Remove(id);
                return null;
            }

            line.RemoveFirst();
            return round;
        }
    }

    private sealed class Round
    {
        public List<(TAsk Ask, CancellationToken Leaving)> Asks { get; } = [];

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
