using Pharos.Events;
using Pharos.Storage.Tests.Contract;
using Pharos.Storage.Tests.Postgres;

namespace Pharos.Storage.Tests.Indexing;

public sealed class PostgresQueryTests(PostgresFixture server) : EventQueryContract
{
    private string _database = "";
    private NodeFolders _nodes = null!;

    protected override async Task<IEventStore> OpenAsync()
    {
        _database = await server.DatabaseAsync();
        _nodes = new NodeFolders(await server.AddressAsync(_database));
        return await _nodes.OpenAsync();
    }

    protected override ValueTask CleanUpAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Every_node_sees_what_any_node_appended()
    {
        var nodes = new[] { Store, await _nodes.OpenAsync(), await _nodes.OpenAsync() };
        for (var i = 0; i < 30; i++)
        {
            await nodes[i % 3].Log.AppendAsync(AppendBatch.Of(Event($"n{i}.happened")), Cancellation);
            (await nodes[(i + 1) % 3].Log.QueryAsync(new EventQuery { Type = $"n{i}.happened" }, Cancellation)).Events.Single().Position.ShouldBe(new Position(i + 1));
        }
    }

    [Fact]
    public async Task Another_node_writes_the_index_on_when_the_first_is_gone()
    {
        var other = await _nodes.OpenAsync();
        await AppendAll(QuerySamples.Events(1500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        foreach (var batch in QuerySamples.Events(1500, seed: 2).Chunk(500))
        {
            await other.Log.AppendAsync(AppendBatch.Of(batch), Cancellation);
        }

        await ShouldAnswer(other);
    }

    [Fact]
    public async Task A_node_that_does_not_write_the_index_may_make_it_anew()
    {
        var other = await _nodes.OpenAsync();
        await AppendAll(QuerySamples.Events(1500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await other.Index.RebuildAsync(cancellationToken: Cancellation);
        await ShouldAnswer(other);
        await ShouldAnswer(Store);
    }

    [Theory]
    [InlineData("DROP TABLE index_postings")]
    [InlineData("DROP TABLE index_state")]
    [InlineData("UPDATE index_state SET version = 99")]
    [InlineData("UPDATE index_state SET hash = decode(repeat('11', 32), 'hex')")]
    [InlineData("UPDATE index_state SET position = 99999")]
    [InlineData("DELETE FROM index_state")]
    [InlineData("UPDATE index_postings SET positions = '\\x8181'")]
    [InlineData("ALTER TABLE index_zones DROP COLUMN max_at")]
    public async Task An_index_that_was_changed_is_made_anew(string sql)
    {
        await AppendAll(QuerySamples.Events(1500, seed: 1));
        await Pages(new EventQuery { Type = "log.read" });
        await Store.DisposeAsync();
        await (await server.ServerAsync()).SqlAsync(sql, _database);
        var again = await _nodes.OpenAsync();
        await again.Log.AppendAsync(AppendBatch.Of(Event("z.happened")), Cancellation);
        await ShouldAnswer(again);
    }

    private static async Task ShouldAnswer(IEventStore store)
    {
        var all = new List<EventRecord>();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        foreach (var query in QuerySamples.Ask(25, seed: 1).Append(new EventQuery { Type = "proposal.decided", From = QuerySamples.Start }))
        {
            (await QuerySamples.Pages(store.Log, query, Cancellation)).Select(record => record.Position).ShouldBe(QuerySamples.Expect(all, query).Select(record => record.Position), query.ToString());
        }
    }
}
