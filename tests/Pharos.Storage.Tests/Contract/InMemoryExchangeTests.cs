using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryExchangeTests : ExchangeContract
{
    protected override Task<IEventStore> OpenAsync(TimeProvider clock) => Task.FromResult<IEventStore>(new InMemoryEventStore(clock));
}
