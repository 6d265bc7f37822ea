using Pharos.Events;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresBlobStoreTests(PostgresFixture server) : BlobStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-blobs-").FullName;

    protected override async Task<IEventStore> OpenAsync(TimeProvider clock) =>
        await PostgresEventStore.OpenAsync(await server.AddressAsync(await server.DatabaseAsync()), _folder, clock, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
