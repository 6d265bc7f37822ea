using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryEventLogTests : EventLogContract
{
    protected override Task<IEventLog> OpenAsync() => Task.FromResult<IEventLog>(new InMemoryEventLog());
}
