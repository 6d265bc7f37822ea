using System.Collections.Concurrent;

namespace Pharos.Review;

/// <summary>Counts the calls that wait for verdicts, so that one agent cannot take every connection. Safe for use by many threads.</summary>
/// <param name="maximumPerAgent">Most at a time.</param>
public sealed class WaitingCalls(int maximumPerAgent) : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public int Count => _waiting.Values.Sum();

    /// <summary>Cancelled when nobody may wait any more.</summary>
    internal CancellationToken Ending => _ending.Token;

    /// <summary>Lets everybody who waits have the answer of the moment, because the server stops; whoever asks again at the next one goes on waiting there.</summary>
    public void End() => _ending.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();

    /// <summary>Takes a place; null when the agent has all of its own. Dispose it to give it back.</summary>
    public IDisposable? TryTake(string agent)
    {
        if (_waiting.AddOrUpdate(agent, 1, static (_, count) => count + 1) <= maximumPerAgent)
        {
            return new Place(this, agent);
        }

        Leave(agent);
        return null;
    }

    private void Leave(string agent)
    {
        if (_waiting.AddOrUpdate(agent, 0, static (_, count) => count - 1) == 0)
        {
            _waiting.TryRemove(new KeyValuePair<string, int>(agent, 0));
        }
    }

    private sealed class Place(WaitingCalls calls, string agent) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                calls.Leave(agent);
            }
        }
    }
}
