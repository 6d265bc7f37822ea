using System.Globalization;
using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>
/// Brings the events of other nodes to this node's subscribers. It listens for the hint that each commit leaves, and asks every second in case one was lost; the positions are
/// the truth, so neither a lost hint nor a lost session loses an event.
/// </summary>
internal sealed class LogFollower : IAsyncDisposable
{
    /// <summary>The channel on which commits are announced.</summary>
    public const string Channel = "pharos_log";

    /// <summary>Stands behind the node's name in a hint when payloads were removed.</summary>
    public const string RemovalMark = "!";

    // When another node is further ahead than this, subscribers read the log themselves.
    private const int MostToCarry = CommitFeed.MaxEvents;

    private const int PageSize = 512;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresConnections _connections;
    private readonly PostgresReader _reader;
    private readonly SharedFeed _feed;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    // The newest position that was heard of, and whether something is to be forgotten.
    private long _heard;
    private int _mustForget;

    public LogFollower(PostgresConnections connections, PostgresReader reader, CommitFeed feed, TimeProvider clock)
    {
        _connections = connections;
        _reader = reader;
        _feed = new SharedFeed(feed);
        _clock = clock;
        Node = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
    }

    /// <summary>This node's name in hints, new with every start.</summary>
    public string Node { get; }

    public void Start(Position head)
    {
        _feed.Feed.StartAt(head);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Publishes what this node has committed. Where events of other nodes lie before it, the follower reads those first.</summary>
    public void Publish(IReadOnlyList<EventRecord> events, bool hasRemoved)
    {
        if (hasRemoved)
        {
            _feed.Forget();
        }

        // These were not read but written, so nothing of them was removed.
        _feed.TryPublish(events, _feed.Feed.Generation);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stopping.CancelAsync();
        }
        catch (AggregateException problem) when (problem.InnerExceptions.All(static inner => inner is ObjectDisposedException))
        {
            // Npgsql's own callback: it cancels a connection that the network has taken away at this very moment.
        }

        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _connections.OpenOwnAsync(_stopping.Token);
                connection.Notification += (_, hint) => Hear(hint.Payload);
                await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(_stopping.Token);
                }

                pause = FirstPause;
                await FollowAsync(connection);
            }
            catch (Exception problem) when (problem is OperationCanceledException || PostgresFailure.IsOne(problem))
            {
                // Whoever appends hears of it; here it only means to try again.
                await PauseAsync(pause);
                pause = pause * 2 < Poll ? pause * 2 : Poll;
            }
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection)
    {
        while (true)
        {
            // Asked before waiting: what was committed while nobody listened has left no hint.
            Volatile.Write(ref _heard, Math.Max(Volatile.Read(ref _heard), (await HeadAsync(connection)).Value));
            await CatchUpAsync();
            var asked = _clock.GetTimestamp();
            while (_clock.GetElapsedTime(asked) < Poll)
            {
                if (await connection.WaitAsync(Poll, _stopping.Token))
                {
                    await CatchUpAsync();
                }
            }
        }
    }

    private async Task<Position> HeadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT position FROM log_head", connection);
        return new Position((long)(await command.ExecuteScalarAsync(_stopping.Token) ?? 0L));
    }

    private void Hear(string hint)
    {
        var space = hint.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || hint.AsSpan(0, space).SequenceEqual(Node) || !long.TryParse(hint.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return;
        }

        if (hint[space - 1] == RemovalMark[0])
        {
            Interlocked.Exchange(ref _mustForget, 1);
        }

        Volatile.Write(ref _heard, Math.Max(Volatile.Read(ref _heard), position));
    }

    private async Task CatchUpAsync()
    {
        if (Interlocked.Exchange(ref _mustForget, 0) == 1)
        {
            _feed.Forget();
        }

        if (Volatile.Read(ref _heard) - _feed.Feed.Head.Value > MostToCarry)
        {
            _feed.Skip(new Position(Volatile.Read(ref _heard)));
        }

        while (_feed.Feed.Head.Value < Volatile.Read(ref _heard))
        {
            var generation = _feed.Feed.Generation;
            var page = await _reader.BehindAsync(_feed.Feed.Head, PageSize, _stopping.Token);
            if (page.Count == 0 || !_feed.TryPublish(page, generation))
            {
                // Rows were removed from the log. Its head is told all the same, and whoever reads there finds the gap.
                _feed.Skip(new Position(Volatile.Read(ref _heard)));
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _clock, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The loop ends.
        }
    }
}
