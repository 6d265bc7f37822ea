using Pharos.Gate.Facts;
using Pharos.Shell.Effects;

namespace Pharos.Tests.Gate.Facts;

public sealed class LocalDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-disk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_is_followed_through_every_part_of_a_path()
    {
        Directory.CreateDirectory(_folder + "/real/inner");
        File.CreateSymbolicLink(_folder + "/link", _folder + "/real");
        LocalDisk.Instance.Look(_folder + "/link/inner").ShouldBe(new FileLook(FileKind.Directory, _folder + "/real/inner"));
    }

    [Fact]
    public void A_file_that_does_not_exist_lies_where_its_folder_really_lies()
    {
        Directory.CreateDirectory(_folder + "/real");
        File.CreateSymbolicLink(_folder + "/link", _folder + "/real");
        LocalDisk.Instance.Look(_folder + "/link/new/file").ShouldBe(new FileLook(FileKind.Absent, _folder + "/real/new/file"));
    }

    [Fact]
    public void A_dangling_link_lies_where_it_points()
    {
        File.CreateSymbolicLink(_folder + "/out", "/no-such-folder/target");
        LocalDisk.Instance.Look(_folder + "/out").ShouldBe(new FileLook(FileKind.Absent, "/no-such-folder/target"));
    }

    [Fact]
    public void A_circle_of_links_is_unknown_and_ends()
    {
        File.CreateSymbolicLink(_folder + "/a", _folder + "/b");
        File.CreateSymbolicLink(_folder + "/b", _folder + "/a");
        LocalDisk.Instance.Look(_folder + "/a").Resolved.ShouldBeNull();
    }

    [Fact]
    public void A_file_above_the_limit_is_not_read()
    {
        File.WriteAllText(_folder + "/big", new string('x', 100));
        LocalDisk.Instance.ReadText(_folder + "/big", 99).ShouldBeNull();
        LocalDisk.Instance.ReadText(_folder + "/big", 100).ShouldNotBeNull();
    }

    [Fact]
    public void A_device_is_never_opened() => LocalDisk.Instance.ReadText("/dev/zero", 10).ShouldBeNull();

    [Fact]
    public void A_path_with_nul_is_unknown() => LocalDisk.Instance.Look("/a\0b").Kind.ShouldBe(FileKind.Unknown);

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_hold_the_gate()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", _folder + "/Makefile"))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var read = Task.Run(() => LocalDisk.Instance.ReadText(_folder + "/Makefile", 1000), TestContext.Current.CancellationToken);
        (await read.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void A_folder_is_no_text() => LocalDisk.Instance.ReadText(_folder, 1000).ShouldBeNull();
}
