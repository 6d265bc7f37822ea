using Pharos.Events;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresMaintenanceTests(PostgresFixture server) : LogMaintenanceContract
{
    private readonly List<NodeFolders> _nodes = [];
    private string _database = "";

    protected override async Task<IEventStore> OpenAsync()
    {
        _database = await server.DatabaseAsync();
        var nodes = new NodeFolders(await server.AddressAsync(_database));
        _nodes.Add(nodes);
        return await nodes.OpenAsync();
    }

    protected override async ValueTask CleanUpAsync()
    {
        foreach (var nodes in _nodes)
        {
            await nodes.DisposeAsync();
        }
    }

    [Fact]
    public async Task Other_nodes_forget_the_payload_too()
    {
        await using var other = await _nodes[0].OpenAsync();
        await AppendAsync("\"secret\"");
        await using var first = other.Log.Subscribe(Position.Start).GetAsyncEnumerator(Cancellation);
        (await first.MoveNextAsync()).ShouldBeTrue();
        first.Current.Removed.ShouldBeNull();
        await RemoveAsync(PayloadRemoval.Erased, 1);
        (await first.MoveNextAsync()).ShouldBeTrue();
        first.Current.Position.ShouldBe(new Position(2));
        await using var later = other.Log.Subscribe(Position.Start).GetAsyncEnumerator(Cancellation);
        (await later.MoveNextAsync()).ShouldBeTrue();
        later.Current.Removed.ShouldNotBeNull();
    }

    [Fact]
    public async Task No_row_version_keeps_an_erased_payload()
    {
        await AppendAsync("\"secret\"");
        await RemoveAsync(PayloadRemoval.Erased, 1);
        var dead = await (await server.ServerAsync()).SqlAsync("CREATE EXTENSION pageinspect; SELECT count(*) FROM heap_page_items(get_raw_page('events', 0)) WHERE t_data::text LIKE '%736563726574%'", _database);
        dead.Trim().ShouldBe("0");
    }
}
