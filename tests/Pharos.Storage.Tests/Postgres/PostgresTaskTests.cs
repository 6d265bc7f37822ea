using Pharos.Events;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresTaskTests(PostgresFixture server) : TaskDeskContract
{
    private NodeFolders? _nodes;

    protected override async Task<IEventStore> OpenAsync()
    {
        _nodes = new NodeFolders(await server.AddressAsync(await server.DatabaseAsync()));
        return await _nodes.OpenAsync();
    }

    protected override async Task<IEventStore?> OpenOtherAsync() => await _nodes!.OpenAsync();

    protected override ValueTask CleanUpAsync() => _nodes!.DisposeAsync();
}
