using Pharos.Events;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Contract;
using Pharos.Storage.Tests.Postgres;

namespace Pharos.Storage.Tests.Exchange;

public sealed class PostgresExchangeTests(PostgresFixture server) : ExchangeContract
{
    private readonly List<string> _folders = [];

    protected override async Task<IEventStore> OpenAsync(TimeProvider clock)
    {
        _folders.Add(Directory.CreateTempSubdirectory("pharos-exchange-").FullName);
        return await PostgresEventStore.OpenAsync(await server.AddressAsync(await server.DatabaseAsync()), _folders[^1], clock, Cancellation);
    }

    protected override ValueTask CleanUpAsync()
    {
        _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        return ValueTask.CompletedTask;
    }
}
