using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Evidence;

/// <summary>A log in SQLite of twelve events with heads, signed checkpoints at 4 and 9 and an erased payload at 3, to be tampered with as an administrator would.</summary>
public sealed class TamperedLog : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 3, 30, 0, 123, 456, TimeSpan.Zero);
    private readonly CheckpointSigner _signer = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("pharos-tampered-").FullName;

    public string LogPath => Path.Combine(Folder, "log.db");

    public string HeadsPath => Path.Combine(Folder, HeadsReader.FileName);

    public CheckpointFile Checkpoints => new(Path.Combine(Folder, CheckpointFile.FileName));

    internal CheckpointSigner Signer => _signer;

    public static async Task<TamperedLog> MakeAsync(CancellationToken cancellationToken)
    {
        var made = new TamperedLog();
        await made.FillAsync(cancellationToken);
        return made;
    }

    public async Task FillAsync(CancellationToken cancellationToken)
    {
        await using var store = await SqliteEventStore.OpenAsync(Folder, TimeProvider.System, cancellationToken);
        await FillAsync(store, _signer, Checkpoints, cancellationToken);
    }

    internal static async Task FillAsync(IEventStore store, CheckpointSigner signer, CheckpointFile checkpoints, CancellationToken cancellationToken)
    {
        await AppendAsync(store, Event("log.key-published") with { Stream = EvidenceEvents.Checkpoints, Payload = EvidenceEvents.KeyPayload(signer.Key, "node-1") });
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync(store, Event("a.happened"));
        }

        await CheckpointAsync(store, signer, checkpoints);
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync(store, Event("b.happened"));
        }

        var third = (await store.Log.GetAsync(new Position(3), cancellationToken))!;
        var record = Event("log.erased") with { Stream = EvidenceEvents.ErasureOf(third.Position), Payload = EvidenceEvents.ErasedPayload(third, "asked for") };
        (await store.Maintenance.RemovePayloadsAsync(new RemovalStep([third.Position], PayloadRemoval.Erased, record), cancellationToken)).ShouldBeOfType<RemovalOutcome.Removed>();
        await CheckpointAsync(store, signer, checkpoints);
        await AppendAsync(store, Event("c.happened"));
        await AppendAsync(store, Event("d.happened"));
    }

    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LogPath, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER IF EXISTS events_no_update; DROP TRIGGER IF EXISTS events_no_delete; " + sql;
        command.ExecuteNonQuery();
    }

    public void Ask(string sql, Action<SqliteDataReader> row)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LogPath, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    /// <summary>Recomputes every leaf and hash from a position on, as somebody would who knows how the chain is made.</summary>
    public async Task RecomputeFromAsync(long first)
    {
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = LogPath, Pooling = false }.ToString()))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            var previous = Digest.Genesis;
            foreach (var record in await RecordsAsync())
            {
                var leaf = HashChain.Leaf(record, HashChain.PayloadOf(record));
                previous = HashChain.Link(previous, leaf);
                if (record.Position.Value >= first)
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "UPDATE events SET leaf = $leaf, hash = $hash WHERE position = $position";
                    command.Parameters.AddWithValue("$leaf", leaf.ToArray());
                    command.Parameters.AddWithValue("$hash", previous.ToArray());
                    command.Parameters.AddWithValue("$position", record.Position.Value);
                    await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
                }
            }
        }
    }

    public async Task<IReadOnlyList<EventRecord>> RecordsAsync() => await new SqliteLogFile(LogPath).ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async Task<VerifyReport> VerifyAsync(Func<VerifyOptions, VerifyOptions>? change = null, bool withHeads = true, bool withCheckpoints = true)
    {
        using var source = new SqliteChainSource(LogPath);
        var options = new VerifyOptions
        {
            // Small ranges, so that breaks fall on their edges too.
            RangeSize = 4,
            Heads = withHeads ? HeadsReader.Read(HeadsPath) : [],
            Checkpoints = withCheckpoints ? Checkpoints.Read() : [],
        };
        return await new LogVerifier(source, change?.Invoke(options) ?? options).VerifyAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _signer.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    internal static NewEvent Event(string type) => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = type,
        At = At,
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Agent = "claude-1",
        Workspace = "/srv/äpp",
        Correlation = CorrelationId.New(TimeProvider.System),
        Causation = EventId.New(TimeProvider.System),
        Payload = Encoding.UTF8.GetBytes("{\"n\":1}"),
    };

    private static async Task CheckpointAsync(IEventStore store, CheckpointSigner signer, CheckpointFile checkpoints)
    {
        var head = await store.Log.HeadAsync(TestContext.Current.CancellationToken);
        var first = (await store.Log.GetAsync(new Position(1), TestContext.Current.CancellationToken))!;
        var last = (await store.Log.GetAsync(head, TestContext.Current.CancellationToken))!;
        var checkpoint = signer.Sign(first.Hash, head, last.Hash, At, new Position(1));
        checkpoints.Append(checkpoint);
        await AppendAsync(store, Event("log.checkpointed") with { Stream = EvidenceEvents.Checkpoints, Payload = CheckpointJson.Write(checkpoint) });
    }

    private static async Task AppendAsync(IEventStore store, NewEvent next) => (await store.Log.AppendAsync(
        new AppendBatch([next], [], new Operation(OperationId.New(TimeProvider.System), new byte[] { 1, 2 })), TestContext.Current.CancellationToken)).ShouldBeOfType<AppendOutcome.Appended>();
}
