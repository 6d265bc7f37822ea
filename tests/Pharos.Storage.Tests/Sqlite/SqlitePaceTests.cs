using Pharos.Events;
using Pharos.Storage.Sqlite;
using Pharos.Storage.Tests.Contract;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class SqlitePaceTests : ElicitationPaceContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-pace-").FullName;

    protected override async Task<IEventStore> OpenAsync() => await SqliteEventStore.OpenAsync(_folder, Clock, Cancellation);

    protected override ValueTask CleanUpAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
