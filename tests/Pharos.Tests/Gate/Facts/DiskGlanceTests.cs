using Pharos.Gate.Facts;

namespace Pharos.Tests.Gate.Facts;

public sealed class DiskGlanceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-glance-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_glance_sees_what_a_full_look_sees()
    {
        // A small tree with links up, down, sideways, dangling and in a circle; every short path through it has to agree.
        Directory.CreateDirectory(_folder + "/a/b/c");
        Directory.CreateDirectory(_folder + "/d");
        File.WriteAllText(_folder + "/a/b/f", "");
        File.CreateSymbolicLink(_folder + "/a/up", "..");
        File.CreateSymbolicLink(_folder + "/d/side", "../a/b");
        File.CreateSymbolicLink(_folder + "/d/f", "../a/b/f");
        File.CreateSymbolicLink(_folder + "/d/none", "../nowhere/x");
        File.CreateSymbolicLink(_folder + "/d/x", "/d/y");
        File.CreateSymbolicLink(_folder + "/out", "/etc");
        string[] names = ["a", "b", "c", "d", "f", "up", "side", "none", "x", "out", "passwd", "new"];
        var random = new Random(20261121);
        for (var round = 0; round < 3000; round++)
        {
            var path = _folder + "/" + string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => names[random.Next(names.Length)]));
            var glance = new DiskGlance();
            glance.Look(path[..path.LastIndexOf('/')]);
            glance.Look(path).ShouldBe(LocalDisk.Instance.Look(path), path);
        }
    }

    [Fact]
    public void A_pipe_is_special() => new DiskGlance().Look("/dev/null").Kind.ShouldBe(Pharos.Shell.Effects.FileKind.Special);
}
