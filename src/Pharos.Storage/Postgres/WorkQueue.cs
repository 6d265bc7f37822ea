using System.Threading.Channels;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>What waits for the writer, bounded in count and in bytes: beyond it callers are slowed down instead of memory being filled.</summary>
internal sealed class WorkQueue : IDisposable
{
    // Enough for a thousand agents to wait.
    private const int Capacity = 4096;

    private const long MaximumBytes = 128 * 1024 * 1024;

    private readonly Channel<PendingWork> _channel = Channel.CreateBounded<PendingWork>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // Those for whom there is no room stand behind one another, so that a large batch is not passed for ever by small ones.
    private readonly SemaphoreSlim _turn = new(1);
    private long _bytes;
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    public async ValueTask EnqueueAsync(PendingWork work, CancellationToken cancellationToken)
    {
        await ReserveAsync(work.PayloadBytes, cancellationToken);
        try
        {
            await _channel.Writer.WriteAsync(work, cancellationToken);
        }
        catch (Exception problem) when (problem is ChannelClosedException or OperationCanceledException)
        {
            Release(work.PayloadBytes);
            throw problem is ChannelClosedException ? new EventLogUnavailableException("log.closed", "The event log has been closed.", problem) : problem;
        }
    }

    /// <summary>Looks at the next work without taking it.</summary>
    public PendingWork? Peek() => _channel.Reader.TryPeek(out var next) ? next : null;

    /// <summary>Takes the work that was looked at.</summary>
    public PendingWork? Take()
    {
        if (!_channel.Reader.TryRead(out var next))
        {
            return null;
        }

        Release(next.PayloadBytes);
        return next;
    }

    public void Close() => _channel.Writer.TryComplete();

    /// <summary>Closes it. The semaphore is left to those who still wait for their turn; it holds nothing that would have to be given back.</summary>
    public void Dispose() => Close();

    private async ValueTask ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        if (TryReserve(bytes))
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                var freed = Volatile.Read(ref _freed).Task;
                if (TryReserve(bytes))
                {
                    return;
                }

                await freed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MaximumBytes)
        {
            return true;
        }

        // Nothing was freed, so nobody is woken: those who wait would wake one another without end.
        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    private void Release(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (_turn.CurrentCount == 0)
        {
            Interlocked.Exchange(ref _freed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
