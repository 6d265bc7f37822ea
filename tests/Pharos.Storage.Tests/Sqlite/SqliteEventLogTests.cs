using Microsoft.Data.Sqlite;
using Pharos.Events;
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
        System.IO.File.WriteAllText(File, new string('x', 8192));
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await OpenAsync())).Code.ShouldBe("log.corrupt");
    }

    [Fact]
    public async Task The_file_is_for_its_owner_only()
    {
        await Append(Stream(), "a.happened");
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Every_commit_leaves_its_head_outside_the_database()
    {
        await Append(Stream(), "a.happened");
        var last = (await All())[^1];
        System.IO.File.ReadAllLines(Path.Combine(_folder, "heads.log"))[^1].ShouldBe($"1 {last.Hash}");
    }

    [Theory]
    [InlineData("UPDATE events SET payload = CAST('{\"n\":2}' AS BLOB) WHERE position = 5", 5, ChainBreakKind.PayloadOrFieldChanged)]
    [InlineData("UPDATE events SET agent = 'eve' WHERE position = 5", 5, ChainBreakKind.PayloadOrFieldChanged)]
    [InlineData("UPDATE events SET at = at + 1 WHERE position = 5", 5, ChainBreakKind.PayloadOrFieldChanged)]
    [InlineData("UPDATE events SET leaf = zeroblob(32) WHERE position = 5", 5, ChainBreakKind.PayloadOrFieldChanged)]
    [InlineData("UPDATE events SET hash = zeroblob(32) WHERE position = 5", 5, ChainBreakKind.LinkBroken)]
    [InlineData("DELETE FROM events WHERE position = 5", 5, ChainBreakKind.PositionMissing)]
    [InlineData("UPDATE events SET position = -position WHERE position IN (5,6); UPDATE events SET position = 11 + position WHERE position < 0", 5, ChainBreakKind.PayloadOrFieldChanged)]
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
}
