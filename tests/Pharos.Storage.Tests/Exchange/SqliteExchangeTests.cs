using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Exchange;

public sealed class SqliteExchangeTests : ExchangeContract
{
    private readonly List<string> _folders = [];

    protected override async Task<IEventStore> OpenAsync(TimeProvider clock)
    {
        _folders.Add(Directory.CreateTempSubdirectory("pharos-exchange-").FullName);
        return await SqliteEventStore.OpenAsync(_folders[^1], clock, Cancellation);
    }

    protected override ValueTask CleanUpAsync()
    {
        _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        return ValueTask.CompletedTask;
    }
}
