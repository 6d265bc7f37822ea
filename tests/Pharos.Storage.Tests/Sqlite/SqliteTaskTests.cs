using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class SqliteTaskTests : TaskDeskContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-tasks-").FullName;

    protected override async Task<IEventStore> OpenAsync() => await SqliteEventStore.OpenAsync(_folder, Clock, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
