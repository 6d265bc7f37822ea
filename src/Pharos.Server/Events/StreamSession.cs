using Pharos.Events;

namespace Pharos.Server.Events;

/// <summary>
/// One reader's stream: takes from the log what the connection takes. It holds a handful of events and what fits into the connection's buffer, so a reader that
/// never reads costs no more than one that does, and appends never know of it.
/// </summary>
/// <param name="cursor">Where the reader stands.</param>
/// <param name="wire">How it is reached.</param>
/// <param name="isAdmitted">Whether its token is still good.</param>
/// <param name="options">How streams behave.</param>
/// <param name="clock">The clock.</param>
internal sealed class StreamSession(SubscriptionCursor cursor, IStreamWire wire, Func<bool> isAdmitted, StreamOptions options, TimeProvider clock)
{
    private long _admittedAt = clock.GetTimestamp();
    private TimeSpan _stalled;
    private bool _isLive;
    private bool _isSending;
    private int _unreported;

    /// <summary>Runs until the reader goes, the server stops or the token ends, and says which.</summary>
    /// <param name="gone">The reader has gone.</param>
    /// <param name="stopping">The server stops.</param>
    public async Task<string> RunAsync(CancellationToken gone, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(gone, stopping);
        string reason;
        try
        {
            reason = await FollowAsync(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            reason = gone.IsCancellationRequested ? wire.WhyGone : StreamEnd.Stopping;
        }
        catch (TimeoutException)
        {
            reason = StreamEnd.Stalled;
        }
        catch (EventLogUnavailableException unavailable)
        {
            reason = unavailable.Code;
        }

        StreamMetrics.Sent(wire.Name, _unreported);
        await PartAsync(reason);
        return reason;
    }

    private async Task<string> FollowAsync(CancellationTokenSource ended)
    {
        while (true)
        {
            while (cursor.TryRead(out var record))
            {
                ended.Token.ThrowIfCancellationRequested();
                await DeliverAsync(wire.SendAsync(record), ended.Token);
                _unreported++;
                await LeaveOutWhatWasMissedAsync(ended.Token);
                if (wire.IsOver)
                {
                    return StreamEnd.NoLongerTheirs;
                }

                if (!IsStillAdmitted())
                {
                    return StreamEnd.TokenEnded;
                }
            }

            StreamMetrics.Sent(wire.Name, _unreported);
            _unreported = 0;
            _isLive |= cursor.Seen >= cursor.Head;
            var waiting = cursor.WaitAsync(ended.Token);
            if (waiting.IsCompleted)
            {
                await waiting;
                continue;
            }

            if (!await IdleAsync(waiting.AsTask(), ended))
            {
                return StreamEnd.TokenEnded;
            }

            await LeaveOutWhatWasMissedAsync(ended.Token);
            if (wire.IsOver)
            {
                return StreamEnd.NoLongerTheirs;
            }
        }
    }

    /// <summary>Keeps the connection alive until there may be something to read; false when the token ended meanwhile.</summary>
    private async Task<bool> IdleAsync(Task waiting, CancellationTokenSource ended)
    {
        try
        {
            await DeliverAsync(wire.FlushAsync(), ended.Token);
            while (!waiting.IsCompleted)
            {
                await waiting.WaitAsync(options.Heartbeat, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!waiting.IsCompleted)
                {
                    if (!IsStillAdmitted())
                    {
                        return false;
                    }

                    await DeliverAsync(wire.SendHeartbeatAsync(), ended.Token);
                }
            }
        }
        finally
        {
            if (!waiting.IsCompleted)
            {
                // The feed must not keep a sleeper that nobody will ever read for.
                await ended.CancelAsync();
                await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await waiting;
        return true;
    }

    private async ValueTask DeliverAsync(ValueTask sending, CancellationToken ended)
    {
        if (sending.IsCompletedSuccessfully)
        {
            return;
        }

        var started = clock.GetTimestamp();
        _isSending = true;
        await sending.AsTask().WaitAsync(options.WriteTimeout, clock, ended);
        _isSending = false;
        var stalled = clock.GetElapsedTime(started);
        _stalled = stalled > _stalled ? stalled : _stalled;
    }

    // Only a reader that was at the head can miss anything: one that reads what is old takes its time. And only one whose connection took no data is too slow.
    private async ValueTask LeaveOutWhatWasMissedAsync(CancellationToken ended)
    {
        var stalled = _stalled;
        _stalled = TimeSpan.Zero;
        var head = cursor.Head;
        var behind = head.Value - cursor.Seen.Value;
        if (!_isLive || stalled == TimeSpan.Zero || behind <= 0 || (behind <= options.KeptEvents && stalled <= options.KeptFor))
        {
            return;
        }

        var from = new Position(cursor.Seen.Value + 1);
        cursor.SkipTo(head);
        StreamMetrics.Gap();
        await DeliverAsync(wire.SendGapAsync(from, head), ended);
    }

    private bool IsStillAdmitted()
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(_admittedAt, now) < options.Heartbeat)
        {
            return true;
        }

        _admittedAt = now;
        return isAdmitted();
    }

    private async Task PartAsync(string reason)
    {
        if (_isSending)
        {
            // Nothing fits into the connection any more, not even a farewell.
            wire.Abort();
            return;
        }

        var parting = wire.EndAsync(reason).AsTask();
        await parting.WaitAsync(options.Farewell, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!parting.IsCompletedSuccessfully)
        {
            wire.Abort();
        }
    }
}
