using Npgsql;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Postgres;

namespace Pharos.Storage.Tests.Evidence;

public sealed class PostgresTamperingTests(PostgresFixture server) : IAsyncLifetime
{
    private readonly CheckpointSigner _signer = CheckpointSigner.TryOfPem(CheckpointSigner.NewPem())!;
    private string _database = "";
    private PostgresAddress _address = null!;
    private NodeFolders _nodes = null!;
    private string _heads = "";
    private CheckpointFile _checkpoints = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.DatabaseAsync();
        _address = await server.AddressAsync(_database);
        _nodes = new NodeFolders(_address);
        var store = await _nodes.OpenAsync();
        _heads = _nodes.HeadsOf(store);
        _checkpoints = new CheckpointFile(Path.Combine(Path.GetDirectoryName(_heads)!, CheckpointFile.FileName));
        await TamperedLog.FillAsync(store, _signer, _checkpoints, Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _signer.Dispose();
        return _nodes.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_nobody_touched_holds()
    {
        var report = await VerifyAsync();
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(12);
        report.Checkpoints.ShouldBe(2);
        report.Erased.ShouldBe(1);
    }

    [Theory]
    [InlineData("type")]
    [InlineData("actor")]
    [InlineData("agent")]
    [InlineData("workspace")]
    [InlineData("payload")]
    [InlineData("leaf")]
    [InlineData("hash")]
    [InlineData("id")]
    [InlineData("stream")]
    [InlineData("correlation")]
    [InlineData("causation")]
    [InlineData("operation")]
    public async Task One_flipped_bit_of_bytes_is_found_and_named(string column)
    {
        var kind = column is "payload" or "leaf" or "hash" ? "bytea" : column is "type" or "actor" or "agent" or "workspace" ? "text" : "uuid";
        var bytes = kind switch { "bytea" => column, "text" => $"convert_to({column}, 'UTF8')", _ => $"uuid_send({column})" };
        var flipped = $"set_byte({bytes}, 1, get_byte({bytes}, 1) # 1)";
        await TamperAsync($"UPDATE events SET {column} = {kind switch { "bytea" => flipped, "text" => $"convert_from({flipped}, 'UTF8')", _ => $"encode({flipped}, 'hex')::uuid" }} WHERE position = 6");
        Expect(await VerifyAsync(), 6, ChainBreakKind.EventChanged, $"bit 0 of byte 1 of {column}");
    }

    [Theory]
    [InlineData("version", 3)]
    [InlineData("schema", 30)]
    [InlineData("at", 62)]
    [InlineData("actor_kind", 4)]
    public async Task One_flipped_bit_of_a_number_is_found_and_named(string column, int bit)
    {
        await TamperAsync($"UPDATE events SET {column} = {column} # {1L << bit} WHERE position = 6");
        Expect(await VerifyAsync(), 6, ChainBreakKind.EventChanged, $"bit {bit} of the number {column}");
    }

    [Theory]
    [InlineData("UPDATE events SET payload = '{\"n\":2345}' WHERE position = 7", 7, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET at = 9223372036854775807 WHERE position = 7", 7, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET hash = '' WHERE position = 7", 7, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET operation_key = decode(repeat('00', 24), 'hex') WHERE position = 7", 7, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET category = 77 WHERE position = 8", 8, ChainBreakKind.RowUnreadable)]
    [InlineData("UPDATE events SET category = (SELECT category FROM events WHERE position = 1) WHERE position = 7", 7, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET removed_kind = 9 WHERE position = 3", 3, ChainBreakKind.EventChanged)]
    [InlineData("UPDATE events SET removed_kind = 2 WHERE position = 3", 3, ChainBreakKind.ErasedWithoutRecord)]
    [InlineData("UPDATE events SET removed_digest = sha256(payload), removed_kind = 1, payload = '' WHERE position = 6", 6, ChainBreakKind.ErasedWithoutRecord)]
    [InlineData("DELETE FROM events WHERE position = 5", 5, ChainBreakKind.EventMissing)]
    [InlineData("DELETE FROM events WHERE position = 1", 1, ChainBreakKind.EventMissing)]
    [InlineData("DELETE FROM events WHERE position > 7", 8, ChainBreakKind.TailCut)]
    [InlineData("DELETE FROM events", 1, ChainBreakKind.TailCut)]
    [InlineData("UPDATE events SET position = -position WHERE position IN (6,7); UPDATE events SET position = 13 + position WHERE position < 0", 6, ChainBreakKind.EventsReordered)]
    [InlineData("UPDATE events SET position = 8589934598 WHERE position = 6", 6, ChainBreakKind.EventsReordered)]
    [InlineData("UPDATE events SET position = -3 WHERE position = 12", -3, ChainBreakKind.RowUnreadable)]
    public async Task Tampering_is_found_and_named(string sql, long position, ChainBreakKind kind)
    {
        await TamperAsync(sql);
        Expect(await VerifyAsync(), position, kind);
    }

    [Fact]
    public async Task A_cut_tail_is_remembered_by_the_database_itself()
    {
        await TamperAsync("DELETE FROM events WHERE position > 11");
        Expect(await VerifyAsync(isAlone: true), 12, ChainBreakKind.TailCut, "log_head");
    }

    [Fact]
    public async Task Rewritten_history_with_a_recomputed_chain_does_not_fit_heads_and_checkpoints()
    {
        await TamperAsync("UPDATE events SET payload = '{\"n\":9}' WHERE position = 7");
        var previous = Digest.Genesis;
        var records = await ReadAsync();
        foreach (var record in records)
        {
            var leaf = HashChain.Leaf(record, HashChain.PayloadOf(record));
            previous = HashChain.Link(previous, leaf);
            await TamperAsync($"UPDATE events SET leaf = '\\x{leaf}', hash = '\\x{previous}' WHERE position = {record.Position}");
        }

        Expect(await VerifyAsync(), 7, ChainBreakKind.HistoryRewritten, "heads.log");
        await TamperAsync($"UPDATE log_head SET hash = '\\x{previous}'");
        Expect(await VerifyAsync(isAlone: true), 9, ChainBreakKind.HistoryRewritten, "as an event at 10");
    }

    [Fact]
    public async Task A_forged_checkpoint_line_is_found()
    {
        var text = await File.ReadAllTextAsync(_checkpoints.Path, Cancellation);
        await File.WriteAllTextAsync(_checkpoints.Path, text.Replace("\"position\":9", "\"position\":8", StringComparison.Ordinal), Cancellation);
        Expect(await VerifyAsync(), 8, ChainBreakKind.CheckpointForged);
    }

    private async Task<List<EventRecord>> ReadAsync()
    {
        var store = await _nodes.OpenAsync();
        return await store.Log.ReadAllAsync(Position.Start, Cancellation).ToListAsync(Cancellation);
    }

    private async Task<VerifyReport> VerifyAsync(bool isAlone = false)
    {
        await using var source = new PostgresChainSource(_address, TimeProvider.System);
        var options = new VerifyOptions
        {
            RangeSize = 4,
            Heads = [.. isAlone ? [] : HeadsReader.Read(_heads), .. await source.HeadAsync(Cancellation) is { } head ? [head] : (ChainAnchor[])[]],
            Checkpoints = isAlone ? [] : _checkpoints.Read(),
            Blobs = source.Blobs,
        };
        return await new LogVerifier(source, options).VerifyAsync(cancellationToken: Cancellation);
    }

    private async Task TamperAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_address.Settings().ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand($"ALTER TABLE events DISABLE TRIGGER USER; {sql}", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static void Expect(VerifyReport report, long position, ChainBreakKind kind, string message = "")
    {
        var found = report.Break.ShouldNotBeNull();
        found.Kind.ShouldBe(kind, found.Message);
        found.Position.ShouldBe(new Position(position), found.Message);
        found.Message.ShouldContain(message);
    }
}
