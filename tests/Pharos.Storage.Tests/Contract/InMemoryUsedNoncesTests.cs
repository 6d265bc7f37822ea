using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

public sealed class InMemoryUsedNoncesTests : UsedNoncesContract
{
    protected override Task<IUsedNonces> OpenAsync(int maximum) => Task.FromResult<IUsedNonces>(new InMemoryUsedNonces(Clock, maximum));

    protected override ValueTask CloseAsync(IUsedNonces nonces) => ValueTask.CompletedTask;
}
