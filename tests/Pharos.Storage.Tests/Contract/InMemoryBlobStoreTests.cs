using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryBlobStoreTests : BlobStoreContract
{
    protected override Task<IEventStore> OpenAsync(TimeProvider clock) => Task.FromResult<IEventStore>(new InMemoryEventStore(clock));
}
