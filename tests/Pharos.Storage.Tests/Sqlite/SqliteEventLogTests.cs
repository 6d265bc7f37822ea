using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class SqliteEventLogTests : EventLogContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-log-").FullName;

    private string File => Path.Combine(_folder, "log.db");

    protected override async Task<IEventLog> OpenAsync() => await SqliteEventLog.OpenAsync(File, TimeProvider.System, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_write_ahead_log_is_folded_back_beside_the_commits_and_begun_anew()
    {
        var patience = TimeProvider.System.GetTimestamp();
        var payload = System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', 1024 * 1024)}\"");
        for (var appended = 0; new FileInfo(File).Length < 8 * 1024 * 1024; appended++)
        {
            TimeProvider.System.GetElapsedTime(patience).ShouldBeLessThan(TimeSpan.FromMinutes(1), $"{appended} MiB were appended and the database has {new FileInfo(File).Length} bytes");
            await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { Payload = payload }), Cancellation);
        }

        for (var appended = 0; appended < 200; appended++)
        {
            await Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened") with { Payload = payload }), Cancellation);
        }

        new FileInfo(File + "-wal").Length.ShouldBeLessThan(150L * 1024 * 1024);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        var stream = Stream();
        await Append(stream, "a.happened");
        await Log.DisposeAsync();
        await using var again = await OpenAsync();
        (await again.HeadAsync(Cancellation)).ShouldBe(new Position(1));
        (await again.AppendAsync(new AppendBatch([Event(stream, "b.happened")], [new ExpectedVersion(stream, 1)], null), Cancellation))
            .ShouldBe(new AppendOutcome.Appended(new Position(2), new Position(2)));
        (await ChainVerifier.VerifyAsync(again, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_clock_that_stands_earlier_after_a_restart_takes_times_back_and_positions_on()
    {
        await Append(Stream(), "a.happened");
        await Log.DisposeAsync();
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);
        await using var again = await SqliteEventLog.OpenAsync(File, new StandingClock(yesterday), Cancellation);
        var late = Event(new StreamId("proposal", Guid.CreateVersion7(yesterday)), "b.happened") with { Id = new EventId(Guid.CreateVersion7(yesterday)), At = yesterday };
        var operation = new Operation(new OperationId(Guid.CreateVersion7(yesterday)), new byte[] { 1 });
        (await again.AppendAsync(new AppendBatch([late], [new ExpectedVersion(late.Stream, 0)], operation), Cancellation)).ShouldBe(new AppendOutcome.Appended(new Position(2), new Position(2)));
        (await again.FindOperationAsync("claude-1", operation.Id, Cancellation))!.Position.ShouldBe(new Position(2));
        (await ChainVerifier.VerifyAsync(again, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_process_is_refused_with_the_first_ones_number()
    {
        var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () => await OpenAsync());
        problem.Code.ShouldBe("data.in-use");
        problem.Message.ShouldContain(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        await Log.DisposeAsync();
        Tamper("PRAGMA user_version=99");
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await OpenAsync())).Code.ShouldBe("store.newer");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await Log.DisposeAsync();
        System.IO.File.Delete(File + "-wal");
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Cancellation);
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await OpenAsync())).Code.ShouldBe("log.corrupt");
    }

    [Fact]
    public async Task The_files_are_for_their_owner_only()
    {
        await Append(Stream(), "a.happened");
        foreach (var file in new[] { File, File + "-wal", File + "-shm", Path.Combine(_folder, "heads.log") })
        {
            System.IO.File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Every_commit_leaves_its_head_outside_the_database()
    {
        await Append(Stream(), "a.happened");
        var last = (await All())[^1];
        (await System.IO.File.ReadAllLinesAsync(Path.Combine(_folder, "heads.log"), Cancellation))[^1].ShouldBe($"1 {last.Hash}");
    }

    [Theory]
    [InlineData("UPDATE events SET payload = CAST('{\"n\":2}' AS BLOB) WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET agent = 'eve' WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET at = at + 1 WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET leaf = zeroblob(32) WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET hash = zeroblob(32) WHERE position = 5", 5, ChainBreakKind.LinkBroken)]
    [InlineData("DELETE FROM events WHERE position = 5", 5, ChainBreakKind.EventMissing)]
    [InlineData("UPDATE events SET position = -position WHERE position IN (5,6); UPDATE events SET position = 11 + position WHERE position < 0", 5, ChainBreakKind.EventChanged)]
    public async Task Tampering_is_found_where_it_was_done(string sql, long position, ChainBreakKind kind)
    {
        for (var i = 0; i < 10; i++)
        {
            await Append(Stream(), "a.happened");
        }

        await Log.DisposeAsync();
        Tamper("DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; " + sql);
        await using var again = await OpenAsync();
        var found = (await ChainVerifier.VerifyAsync(again, cancellationToken: Cancellation)).Break;
        found.ShouldNotBeNull();
        found.Position.ShouldBe(new Position(position));
        found.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("payload = 'a text'")]
    [InlineData("payload = 7")]
    [InlineData("id = x'00'")]
    [InlineData("stream = x'00'")]
    [InlineData("hash = x'00'")]
    [InlineData("at = 9223372036854775807")]
    public async Task A_value_that_no_event_has_is_damage_and_no_crash(string change)
    {
        await Append(Stream(), "a.happened");
        await Append(Stream(), "a.happened");
        await Log.DisposeAsync();
        Tamper($"DROP TRIGGER events_no_update; UPDATE events SET {change} WHERE position = 1");
        await using var again = await OpenAsync();
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await ChainVerifier.VerifyAsync(again, cancellationToken: Cancellation))).Code.ShouldBe("log.corrupt");
    }

    [Fact]
    public async Task A_batch_that_makes_the_writer_throw_takes_nobody_with_it()
    {
        // One byte numbers the categories, so the 256th can only be a bug of whoever made it.
        await Log.AppendAsync(AppendBatch.Of([.. Enumerable.Range(1, 255).Select(i => Event(Stream($"category-{i}"), "a.happened"))]), Cancellation);
        var appends = Enumerable.Range(0, 50).Select(i => Task.Run(async () => await Append(Stream(i % 10 == 5 ? "one-too-many" : "category-1"), "a.happened"), Cancellation)).ToList();
        await Should.ThrowAsync<InvalidOperationException>(async () => await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        appends.Count(append => append.IsFaulted && append.Exception!.InnerException is InvalidOperationException).ShouldBe(5);
        appends.Count(append => append.IsCompletedSuccessfully).ShouldBe(45);
        (await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation)).ShouldSatisfyAllConditions(report => report.Break.ShouldBeNull(), report => report.Events.ShouldBe(300));
    }

    [Fact]
    public async Task Whoever_waits_when_the_log_is_closed_is_answered_truly()
    {
        var appends = Enumerable.Range(0, 2000).Select(_ => Append(Stream(), "a.happened")).ToList();
        await Log.DisposeAsync();
        var appended = 0;
        foreach (var append in appends)
        {
            try
            {
                (await append.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
                appended++;
            }
            catch (EventLogUnavailableException problem)
            {
                problem.Code.ShouldBe("log.closed");
            }
        }

        await using var again = await OpenAsync();
        (await again.HeadAsync(Cancellation)).ShouldBe(new Position(appended));
    }

    [Fact]
    public async Task A_database_at_its_size_limit_loses_nothing_acknowledged()
    {
        await Append(Stream(), "a.happened");
        await Log.DisposeAsync();
        var connections = new SqliteConnections(File);
        var connection = connections.OpenWriter();
        SqliteConnections.Execute(connection, "PRAGMA max_page_count=40");
        var categories = new StreamCategories();
        categories.Load(connection);
        await using var writer = new SqliteWriter(connection, categories, new HeadsFile(Path.Combine(_folder, "heads.log")), new CommitFeed(), TimeProvider.System);
        var appended = 1;
        var problem = await Should.ThrowAsync<EventLogUnavailableException>(async () =>
        {
            for (; appended < 10_000; appended++)
            {
                await Write();
            }
        });
        problem.Code.ShouldBe("log.full");
        (await Should.ThrowAsync<EventLogUnavailableException>(Write)).Code.ShouldBe("log.full");
        var report = await ChainVerifier.VerifyAsync(new SqliteReader(connections, categories).AllAsync(Position.Start, Cancellation), cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(appended);
        connections.Clear();

        async Task Write()
        {
            var pending = new PendingBatch(AppendBatch.Of(Event(Stream($"category-{appended % 100}"), "a.happened")));
            await writer.EnqueueAsync(pending, Cancellation);
            await pending.Completion;
        }
    }

    [Fact]
    public async Task The_table_itself_refuses_changes()
    {
        await Append(Stream(), "a.happened");
        await Log.DisposeAsync();
        Should.Throw<SqliteException>(() => Tamper("DELETE FROM events"));
        Should.Throw<SqliteException>(() => Tamper("UPDATE events SET type = 'x'"));
    }

    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
