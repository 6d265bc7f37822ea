using Npgsql;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresEventLogTests(PostgresFixture server) : EventLogContract
{
    private string _database = "";
    private PostgresAddress _address = null!;
    private NodeFolders _nodes = null!;
    private PostgresEventStore _store = null!;

    protected override async Task<IEventLog> OpenAsync()
    {
        _database = await server.DatabaseAsync();
        _address = await server.AddressAsync(_database);
        _nodes = new NodeFolders(_address);
        _store = await _nodes.OpenAsync();
        return _store.Log;
    }

    protected override ValueTask CleanUpAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_is_there_for_the_next_node()
    {
        var stream = Stream();
        await Append(stream, "a.happened");
        await _store.DisposeAsync();
        var again = (await _nodes.OpenAsync()).Log;
        (await again.HeadAsync(Cancellation)).ShouldBe(new Position(1));
        (await again.AppendAsync(new AppendBatch([Event(stream, "b.happened")], [new ExpectedVersion(stream, 1)], null), Cancellation))
            .ShouldBe(new AppendOutcome.Appended(new Position(2), new Position(2)));
        (await ChainVerifier.VerifyAsync(again, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused_and_left_alone()
    {
        await Sql("UPDATE pharos_schema SET version = 99");
        (await Should.ThrowAsync<EventLogUnavailableException>(_nodes.OpenAsync)).Code.ShouldBe("store.newer");
        (await Sql("SELECT version FROM pharos_schema")).ShouldBe("99");
    }

    [Fact]
    public async Task Nodes_that_start_at_once_make_the_tables_once()
    {
        await using var nodes = new NodeFolders(await server.AddressAsync(await server.DatabaseAsync()));
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(nodes.OpenAsync, Cancellation)));
        foreach (var store in stores)
        {
            (await store.Log.AppendAsync(AppendBatch.Of(Event(Stream(), "a.happened")), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        }

        (await stores[0].Log.HeadAsync(Cancellation)).ShouldBe(new Position(4));
    }

    [Fact]
    public async Task The_table_itself_refuses_changes()
    {
        await Append(Stream(), "a.happened");
        foreach (var change in new[]
        {
            "DELETE FROM events", "TRUNCATE events", "UPDATE events SET type = 'x'", "UPDATE events SET payload = ''",
            "UPDATE events SET payload = '', removed_kind = 1, removed_digest = ''", "UPDATE events SET payload = '', removed_kind = 1, removed_digest = sha256(payload), agent = 'eve'",
        })
        {
            (await Should.ThrowAsync<PostgresException>(async () => await Sql(change))).MessageText.ShouldBe("the log is append-only", change);
        }
    }

    [Theory]
    [InlineData("UPDATE events SET payload = '{\"n\":2}' WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET agent = 'eve' WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET at = at + 1 WHERE position = 5", 5, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET hash = decode(repeat('00', 32), 'hex') WHERE position = 5", 5, ChainBreakKind.LinkBroken)]
    [InlineData("DELETE FROM events WHERE position = 5", 5, ChainBreakKind.EventMissing)]
    [InlineData("UPDATE events SET position = -position WHERE position IN (5,6); UPDATE events SET position = 11 + position WHERE position < 0", 5, ChainBreakKind.EventChanged)]
    public async Task Tampering_is_found_where_it_was_done(string sql, long position, ChainBreakKind kind)
    {
        for (var i = 0; i < 10; i++)
        {
            await Append(Stream(), "a.happened");
        }

        await Sql($"ALTER TABLE events DISABLE TRIGGER USER; {sql}");
        var found = (await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation)).Break;
        found.ShouldNotBeNull();
        found.Position.ShouldBe(new Position(position));
        found.Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("hash = '\\x00'")]
    [InlineData("category = 77")]
    [InlineData("removed_kind = 9, removed_digest = '\\x00'")]
    [InlineData("at = 9223372036854775807")]
    public async Task A_value_that_no_event_has_is_damage_and_no_crash(string change)
    {
        await Append(Stream(), "a.happened");
        await Sql($"ALTER TABLE events DISABLE TRIGGER USER; UPDATE events SET {change}");
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await ChainVerifier.VerifyAsync(Log, cancellationToken: Cancellation))).Code.ShouldBe("log.corrupt");
    }

    [Fact]
    public async Task Every_commit_leaves_its_head_outside_the_database()
    {
        await Append(Stream(), "a.happened");
        var last = (await All())[^1];
        (await File.ReadAllLinesAsync(_nodes.HeadsOf(_store), Cancellation))[^1].ShouldBe($"1 {last.Hash}");
    }

    [Fact]
    public async Task A_stream_that_another_node_began_is_continued()
    {
        var other = (await _nodes.OpenAsync()).Log;
        var stream = Stream();
        for (var i = 0; i < 6; i++)
        {
            await (i % 2 == 0 ? Log : other).AppendAsync(AppendBatch.Of(Event(stream, "a.happened")), Cancellation);
        }

        (await All()).Select(record => record.Version).ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task What_another_node_did_is_seen_before_anything_is_answered_from_memory()
    {
        var other = (await _nodes.OpenAsync()).Log;
        var stream = Stream();
        await Append(stream, "a.happened");
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
        await other.AppendAsync(new AppendBatch([Event(stream, "b.happened"), Event(Stream("unheard-of"), "b.happened")], [new ExpectedVersion(stream, 1)], operation), Cancellation);
        (await Log.AppendAsync(new AppendBatch([Event(stream, "c.happened")], [new ExpectedVersion(stream, 1)], null), Cancellation)).ShouldBe(new AppendOutcome.Conflict(stream, 1, 2));
        (await Log.AppendAsync(new AppendBatch([Event(stream, "b.happened")], [], operation), Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(2)));
        (await Log.AppendAsync(new AppendBatch([Event(stream, "b.happened")], [], operation with { ContentHash = new byte[] { 2 } }), Cancellation)).ShouldBe(new AppendOutcome.Mismatch(new Position(2)));
        (await Log.AppendAsync(new AppendBatch([Event(stream, "c.happened")], [new ExpectedVersion(stream, 2)], null), Cancellation)).ShouldBe(new AppendOutcome.Appended(new Position(4), new Position(4)));
        (await All())[2].Stream.Category.ShouldBe("unheard-of");
    }

    [Fact]
    public async Task Nobody_waits_for_a_neighbour_who_repeats_an_operation()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
        await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened")], [], operation), Cancellation);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            async () => await Log.AppendAsync(new AppendBatch([Event(Stream(), "a.happened")], [], i % 3 == 0 ? operation : null), Cancellation), Cancellation)));
        outcomes.Count(outcome => outcome == new AppendOutcome.Duplicate(new Position(1))).ShouldBe(20);
        outcomes.Count(outcome => outcome is AppendOutcome.Appended).ShouldBe(40);
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

        (await Sql("SELECT position FROM log_head")).ShouldBe($"{appended}");
    }

    private async Task<string> Sql(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_address.Settings());
        await using var command = source.CreateCommand(sql);
        return $"{await command.ExecuteScalarAsync(Cancellation)}";
    }
}
