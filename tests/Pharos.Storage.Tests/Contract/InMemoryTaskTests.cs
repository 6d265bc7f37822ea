using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryTaskTests : TaskDeskContract
{
    protected override Task<IEventStore> OpenAsync() => Task.FromResult<IEventStore>(new InMemoryEventStore(Clock));
}
