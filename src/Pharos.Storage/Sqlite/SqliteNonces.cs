using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// Used nonces in a file of their own, so that they never wait for the log's appender nor it for them. What comes while a commit is written goes into the next one together.
/// The file is opened at the first use.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="clock">Tells what has run out.</param>
/// <param name="maximum">Most that is remembered at a time.</param>
internal sealed class SqliteNonces(string path, TimeProvider clock, int maximum = IUsedNonces.Maximum) : IUsedNonces, IAsyncDisposable
{
    private const int MaximumWaiting = 4096;
    private const int MaximumGroup = 512;

    private readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });
    private readonly Lock _starting = new();
    private Task? _writing;
    private NonceTable? _table;
    private DateTimeOffset _purgeAt;

    public async ValueTask<NonceUse> UseAsync(string scope, string nonce, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        Start();
        var pending = new Pending(NonceKey.Of(scope, nonce), until, new TaskCompletionSource<NonceUse>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _waiting.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException problem)
        {
            throw new EventLogUnavailableException("log.closed", "The event log has been closed.", problem);
        }

        return await pending.Answer.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        Task? writing;
        lock (_starting)
        {
            writing = _writing;
        }

        await (writing ?? Task.CompletedTask);
        _table?.Dispose();
    }

    private void Start()
    {
        lock (_starting)
        {
            _writing ??= Task.Run(WriteAsync);
        }
    }

    private async Task WriteAsync()
    {
        var group = new List<Pending>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (group.Count < MaximumGroup && _waiting.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            Answer(group);
            group.Clear();
        }
    }

    private void Answer(List<Pending> group)
    {
        try
        {
            _table ??= NonceTable.Open(path);
            PurgeIfDue();
            var uses = _table.Use([.. group.Select(static pending => (pending.Key, pending.Until))], maximum);
            for (var i = 0; i < uses.Length; i++)
            {
                group[i].Answer.SetResult(uses[i]);
            }
        }
        catch (Exception problem)
        {
            // Nobody of the group may act. The file is opened again for the next one, so that it goes on when the fault is gone.
            _table?.Dispose();
            _table = null;
            group.ForEach(pending => pending.Answer.TrySetException(Failure(problem)));
        }
    }

    private void PurgeIfDue()
    {
        var now = clock.GetUtcNow();
        if (now >= _purgeAt)
        {
            _purgeAt = now + IUsedNonces.PurgeEvery;
            _table!.Purge(now);
        }
    }

    private Exception Failure(Exception problem) => problem switch
    {
        SqliteException { SqliteErrorCode: 11 or 26 } => new EventLogUnavailableException(
            "log.corrupt", $"{path} is damaged ({problem.Message}). Stop the server, remove the file, and start ten minutes later: by then everything that was signed before is too old.", problem),
        SqliteException known => SqliteFailure.Of(known, "record a nonce"),
        IOException or UnauthorizedAccessException => new EventLogUnavailableException("store.readonly", $"Could not open {path}: {problem.Message}", problem),
        _ => problem,
    };

    private sealed record Pending(byte[] Key, DateTimeOffset Until, TaskCompletionSource<NonceUse> Answer);
}
