using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-lock-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_directory_is_free_again_when_its_lock_is_given_back()
    {
        DataDirectoryLock.Take(_folder).Dispose();
        DataDirectoryLock.Take(_folder).Dispose();
    }

    [Fact]
    public void The_files_of_a_process_that_is_gone_hold_nobody_up()
    {
        File.WriteAllText(Path.Combine(_folder, DataDirectoryLock.FileName), "");
        File.WriteAllText(Path.Combine(_folder, "pharos.pid"), "4194305");
        DataDirectoryLock.Take(_folder).Dispose();
    }

    [Fact]
    public void A_lock_whose_owner_could_not_be_written_down_is_given_back()
    {
        var obstacle = Path.Combine(_folder, "pharos.pid");
        Directory.CreateDirectory(obstacle);
        Should.Throw<EventLogUnavailableException>(() => DataDirectoryLock.Take(_folder)).Code.ShouldBe("store.readonly");
        Directory.Delete(obstacle);
        DataDirectoryLock.Take(_folder).Dispose();
    }

    [Fact]
    public void A_holder_whose_number_cannot_be_read_still_holds()
    {
        using var held = DataDirectoryLock.Take(_folder);
        File.Delete(Path.Combine(_folder, "pharos.pid"));
        var problem = Should.Throw<EventLogUnavailableException>(() => DataDirectoryLock.Take(_folder));
        problem.Code.ShouldBe("data.in-use");
        problem.Message.ShouldContain("another process");
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_refused() =>
        Should.Throw<EventLogUnavailableException>(() => DataDirectoryLock.Take(Path.Combine(_folder, "missing"))).Code.ShouldBe("store.readonly");
}
