using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;
using SQLitePCL;

namespace Pharos.Storage.Tests.Sqlite;

/// <summary>Breaks SQLite off at its first operation, then at its second, and so on, through whole appends: inside look-ups, inserts, commits and what follows a failure.</summary>
public sealed class FailingOperationTests : IAsyncLifetime
{
    private const int MostOperations = 5000;
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-fault-").FullName;
    private readonly List<Guid> _acknowledged = [];
    private SqliteConnections _connections = null!;
    private StreamCategories _categories = null!;
    private SqliteWriter _writer = null!;
    private long _untilFault = long.MaxValue;
    private long _faults;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        SqliteNativeLibrary.Ensure();
        _connections = new SqliteConnections(Path.Combine(_folder, "log.db"));
        var connection = _connections.OpenWriter();
        _categories = new StreamCategories();
        _categories.Load(connection);
        _writer = new SqliteWriter(connection, _categories, new HeadsFile(Path.Combine(_folder, "heads.log")), new CommitFeed(), TimeProvider.System);
        raw.sqlite3_progress_handler(connection.Handle, 1, _ => Interlocked.Decrement(ref _untilFault) < 0 && Interlocked.Decrement(ref _faults) >= 0 ? 1 : 0, null);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Disarm();
        await _writer.DisposeAsync();
        _connections.Clear();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(long.MaxValue)]
    public async Task Whichever_operation_fails_nothing_acknowledged_is_lost_and_the_log_goes_on(long faults)
    {
        var stream = StreamId.New("proposal", TimeProvider.System);
        var failures = 0;
        for (var n = 0; ; n++)
        {
            n.ShouldBeLessThan(MostOperations);
            var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
            var batch = new AppendBatch([Event(stream), Event(StreamId.New($"category-{n % 50}", TimeProvider.System))], [], operation);
            Interlocked.Exchange(ref _faults, faults);
            Interlocked.Exchange(ref _untilFault, n);
            var failed = await Try(batch);
            var isThrough = Interlocked.Read(ref _untilFault) >= 0;
            Disarm();
            failures += failed ? 1 : 0;
            if (failed)
            {
                // What a caller does: the same operation again. Whether it had become durable or not, it stands once.
                var again = await Append(batch);
                (again is AppendOutcome.Appended or AppendOutcome.Duplicate).ShouldBeTrue();
                _acknowledged.AddRange(batch.Events.Select(record => record.Id.Value));
            }

            if (isThrough && n > 0)
            {
                break;
            }
        }

        failures.ShouldBeGreaterThan(10);
        var reader = new SqliteReader(_connections, _categories);
        var found = new List<Guid>();
        var report = await ChainVerifier.VerifyAsync(Noting(reader.AllAsync(Position.Start, Cancellation), found), cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        found.ShouldBe(_acknowledged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Whichever_operation_fails_a_removal_is_whole_or_not_at_all(long faults)
    {
        var failures = 0;
        for (var n = 0; ; n++)
        {
            n.ShouldBeLessThan(MostOperations);
            var blob = Digest.Of(BitConverter.GetBytes(n));
            var at = ((AppendOutcome.Appended)await Append(AppendBatch.Of(Event(StreamId.New("proposal", TimeProvider.System)) with { Blobs = [blob] }))).First;
            var step = new RemovalStep([at], PayloadRemoval.Erased, Event(StreamId.New("log", TimeProvider.System)));
            var (failed, isThrough) = await Faulty(n, faults, () => Do(new PendingRemoval(step)));
            var isRemoved = new SqliteReader(_connections, _categories).Get(at)!.Removed is not null;
            References(at).ShouldBe(isRemoved ? 0 : 1);
            if (failed)
            {
                failures++;
                (await Do(new PendingRemoval(step))).ShouldBeOfType<RemovalOutcome.Removed>().Count.ShouldBe(isRemoved ? 0 : 1);
            }

            References(at).ShouldBe(0);
            if (isThrough && n > 0)
            {
                break;
            }
        }

        failures.ShouldBeGreaterThan(10);
        await ShouldVerify();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Whichever_operation_fails_an_import_is_whole_or_not_at_all(long faults)
    {
        var failures = 0;
        var (head, hash) = (Position.Start, Digest.Genesis);
        for (var n = 0; ; n++)
        {
            n.ShouldBeLessThan(MostOperations);
            var events = new List<SealedEvent>();
            for (var i = 0; i < 3; i++)
            {
                var next = Event(StreamId.New($"category-{(n + i) % 50}", TimeProvider.System));
                var record = EventSealing.Seal(next, head = new Position(head.Value + 1), 1, i == 0 ? OperationId.New(TimeProvider.System) : null, hash);
                hash = record.Hash;
                events.Add(new SealedEvent(record, i == 0 ? new byte[] { 1 } : default, [Digest.Of(BitConverter.GetBytes(n))]));
            }

            var (failed, isThrough) = await Faulty(n, faults, () => Do(new PendingImport(events)));
            if (failed)
            {
                failures++;
                var again = await Do(new PendingImport(events));
                (again is ImportOutcome.Imported || (again is ImportOutcome.NotFollowing already && already.Head == head && already.Hash == hash)).ShouldBeTrue();
            }

            if (isThrough && n > 0)
            {
                break;
            }
        }

        failures.ShouldBeGreaterThan(10);
        (await ShouldVerify()).ShouldBe(head.Value);
    }

    private async Task<(bool Failed, bool IsThrough)> Faulty<T>(long operation, long faults, Func<Task<T>> act)
    {
        Interlocked.Exchange(ref _faults, faults);
        Interlocked.Exchange(ref _untilFault, operation);
        try
        {
            await act();
            return (false, Interlocked.Read(ref _untilFault) >= 0);
        }
        catch (EventLogUnavailableException)
        {
            return (true, Interlocked.Read(ref _untilFault) >= 0);
        }
        finally
        {
            Disarm();
        }
    }

    private long References(Position position)
    {
        using var connection = _connections.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM blob_references WHERE position = {position}";
        return (long)command.ExecuteScalar()!;
    }

    private async Task<long> ShouldVerify()
    {
        var report = await ChainVerifier.VerifyAsync(new SqliteReader(_connections, _categories).AllAsync(Position.Start, Cancellation), cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        return report.Events;
    }

    private static async IAsyncEnumerable<EventRecord> Noting(IAsyncEnumerable<EventRecord> events, List<Guid> found)
    {
        await foreach (var record in events)
        {
            found.Add(record.Id.Value);
            yield return record;
        }
    }

    private static NewEvent Event(StreamId stream) => new()
    {
        Stream = stream,
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
    };

    private async Task<bool> Try(AppendBatch batch)
    {
        try
        {
            (await Append(batch)).ShouldBeOfType<AppendOutcome.Appended>();
            _acknowledged.AddRange(batch.Events.Select(record => record.Id.Value));
            return false;
        }
        catch (EventLogUnavailableException)
        {
            return true;
        }
    }

    private Task<AppendOutcome> Append(AppendBatch batch) => Do(new PendingBatch(batch));

    private async Task<T> Do<T>(PendingWork<T> pending)
        where T : class
    {
        await _writer.EnqueueAsync(pending, Cancellation);
        return await pending.Completion.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private void Disarm()
    {
        Interlocked.Exchange(ref _untilFault, long.MaxValue);
        Interlocked.Exchange(ref _faults, 0);
    }
}
