using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryQueryTests : EventQueryContract
{
    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore(TimeProvider.System));
}
