using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryMaintenanceTests : LogMaintenanceContract
{
    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore(TimeProvider.System));
}
