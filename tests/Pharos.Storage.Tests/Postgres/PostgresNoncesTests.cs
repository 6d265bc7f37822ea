using Pharos.Events;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresNoncesTests(PostgresFixture server) : UsedNoncesContract
{
    private readonly List<PostgresConnections> _connections = [];
    private PostgresAddress? _address;

    protected override async Task<IUsedNonces> OpenAsync(int maximum)
    {
        _address ??= await server.AddressAsync(await server.DatabaseAsync());
        _connections.Add(new PostgresConnections(_address, Clock));
        return new PostgresNonces(_connections[^1], Clock, maximum);
    }

    protected override ValueTask CloseAsync(IUsedNonces nonces) => ValueTask.CompletedTask;

    protected override async ValueTask CleanUpAsync()
    {
        foreach (var connections in _connections)
        {
            await connections.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_used_nonce_is_known_after_a_restart()
    {
        await UseAsync("a", "n1");
        await ReopenAsync();
        (await UseAsync("a", "n1")).ShouldBe(NonceUse.Again);
    }

    [Fact]
    public async Task Of_two_nodes_that_use_it_at_once_one_is_the_first()
    {
        var nodes = new[] { Nonces, await OpenAsync(Maximum) };
        for (var round = 0; round < 10; round++)
        {
            var until = Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
            var uses = await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.UseAsync("a", $"n{round}", until, Cancellation), Cancellation)));
            uses.ShouldBe([NonceUse.First, NonceUse.Again], ignoreOrder: true);
        }
    }
}
