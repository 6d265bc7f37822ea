using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

/// <summary>Data folders of the first release, whose tables had version 1.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    // As the first release wrote it, key of operations included.
    private const string Version1 = """
        PRAGMA journal_mode=WAL;
        CREATE TABLE events (position INTEGER PRIMARY KEY, stream BLOB NOT NULL, version INTEGER NOT NULL, id BLOB NOT NULL, type TEXT NOT NULL, schema INTEGER NOT NULL, at INTEGER NOT NULL,
            actor_kind INTEGER NOT NULL, actor TEXT NOT NULL, agent TEXT, workspace TEXT, correlation BLOB, causation BLOB, operation BLOB, operation_key BLOB, operation_hash BLOB,
            payload BLOB NOT NULL, leaf BLOB NOT NULL, hash BLOB NOT NULL);
        CREATE UNIQUE INDEX events_stream ON events (stream, version);
        CREATE UNIQUE INDEX events_operation ON events (operation_key) WHERE operation_key IS NOT NULL;
        CREATE TABLE categories (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        INSERT INTO categories VALUES (1, 'proposal');
        PRAGMA user_version=1;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-upgrade-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "log.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_log_of_the_first_release_opens_and_keeps_everything()
    {
        var operations = await WriteVersion1(200);
        await using var store = await SqliteEventStore.OpenAsync(_folder, TimeProvider.System, Cancellation);
        var report = await ChainVerifier.VerifyAsync(store.Log, cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(200);
        foreach (var (position, operation) in operations)
        {
            (await store.Log.FindOperationAsync("claude-1", operation.Id, Cancellation))!.Position.Value.ShouldBe(position);
            (await store.Log.AppendAsync(new AppendBatch([Event()], [], operation), Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(position)));
        }

        (await store.Maintenance.RemovePayloadsAsync(new RemovalStep([new Position(7)], PayloadRemoval.Erased, Event()), Cancellation)).ShouldBeOfType<RemovalOutcome.Removed>();
        (await ChainVerifier.VerifyAsync(store.Log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    [Fact]
    public async Task A_log_of_the_first_release_is_verified_without_being_changed()
    {
        await WriteVersion1(20);
        var report = await ChainVerifier.VerifyAsync(new SqliteLogFile(File).ReadAllAsync(Cancellation), cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(20);
        Scalar("PRAGMA user_version").ShouldBe(1L);
    }

    [Fact]
    public async Task An_upgrade_that_was_broken_off_begins_again()
    {
        await WriteVersion1(20);

        // An index of the new name in the way makes the upgrade fail behind most of its work.
        Execute("CREATE TABLE blob_references (x)");
        await Should.ThrowAsync<EventLogUnavailableException>(async () => await SqliteEventStore.OpenAsync(_folder, TimeProvider.System, Cancellation));
        Scalar("PRAGMA user_version").ShouldBe(1L);
        Execute("DROP TABLE blob_references");
        await using var store = await SqliteEventStore.OpenAsync(_folder, TimeProvider.System, Cancellation);
        (await store.Log.HeadAsync(Cancellation)).ShouldBe(new Position(20));
    }

    [Fact]
    public async Task After_the_upgrade_the_tables_are_the_same_as_new_ones()
    {
        await WriteVersion1(1);
        await using (await SqliteEventStore.OpenAsync(_folder, TimeProvider.System, Cancellation))
        {
        }

        var upgraded = Names();
        var other = Directory.CreateDirectory(Path.Combine(_folder, "new")).FullName;
        await using (await SqliteEventStore.OpenAsync(other, TimeProvider.System, Cancellation))
        {
        }

        upgraded.ShouldBe(Names(Path.Combine(other, "log.db")));
    }

    [Fact]
    public async Task A_newer_file_is_refused_when_it_is_only_looked_at()
    {
        await WriteVersion1(1);
        Execute("PRAGMA user_version=99");
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await ChainVerifier.VerifyAsync(new SqliteLogFile(File).ReadAllAsync(Cancellation), cancellationToken: Cancellation)))
            .Code.ShouldBe("store.newer");
    }

    // Seals with today's log, whose chain has not changed, and copies the rows with the keys that the first release made.
    private async Task<List<(long Position, Operation Operation)>> WriteVersion1(int events)
    {
        var made = Directory.CreateTempSubdirectory("pharos-upgrade-source-").FullName;
        var operations = new List<(long, Operation)>();
        await using (var log = await SqliteEventLog.OpenAsync(Path.Combine(made, "log.db"), TimeProvider.System, Cancellation))
        {
            for (var i = 0; i < events; i++)
            {
                var operation = i % 3 == 0 ? new Operation(OperationId.New(TimeProvider.System), new byte[] { (byte)i }) : null;
                var outcome = (AppendOutcome.Appended)await log.AppendAsync(new AppendBatch([Event()], [], operation), Cancellation);
                if (operation is not null)
                {
                    operations.Add((outcome.First.Value, operation));
                }
            }
        }

        Execute(Version1);
        Execute($"""
            ATTACH '{Path.Combine(made, "log.db")}' AS made;
            INSERT INTO events SELECT position, stream, version, id, type, schema, at, actor_kind, actor, agent, workspace, correlation, causation, operation, old_key(actor, operation), operation_hash,
                payload, leaf, hash FROM made.events;
            """);
        Directory.Delete(made, recursive: true);
        return operations;
    }

    private static byte[]? OldKey(string actor, byte[]? operation) =>
        operation is null ? null : System.Security.Cryptography.SHA256.HashData([.. operation, .. System.Text.Encoding.UTF8.GetBytes(actor)])[..16];

    private static NewEvent Event() => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };

    private List<string> Names(string? file = null)
    {
        using var connection = Open(file ?? File);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type || ' ' || name FROM sqlite_master UNION ALL SELECT 'column ' || name || ' ' || type FROM pragma_table_info('events') ORDER BY 1";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private object? Scalar(string sql)
    {
        using var connection = Open(File);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private void Execute(string sql)
    {
        using var connection = Open(File);
        connection.CreateFunction<string, byte[]?, byte[]?>("old_key", OldKey);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file)
    {
        SqliteNativeLibrary.Ensure();
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}
