using Pharos.Events;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresPaceTests(PostgresFixture server) : ElicitationPaceContract
{
    private NodeFolders? _nodes;

    // A server that comes back may do so on another machine: only the database is the same.
    protected override async Task<IEventStore> OpenAsync()
    {
        _nodes ??= new NodeFolders(await server.AddressAsync(await server.DatabaseAsync()));
        return await _nodes.OpenAsync();
    }

    protected override ValueTask CleanUpAsync() => _nodes!.DisposeAsync();
}
