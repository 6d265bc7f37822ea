using System.Text;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Storage.Snapshots;

namespace Pharos.Storage.Tests.Snapshots;

public sealed class SnapshotFilesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("pharos-snapshots-").FullName, "snapshots");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_again_and_the_newest_wins()
    {
        var files = new SnapshotFiles(_folder);
        (await files.ReadAsync("a", Cancellation)).ShouldBeNull();
        await files.WriteAsync(Make("a", 1), Cancellation);
        await files.WriteAsync(Make("a", 2), Cancellation);
        await files.WriteAsync(Make("b", 3), Cancellation);
        var read = await files.ReadAsync("a", Cancellation);
        read!.Position.Value.ShouldBe(2);
        read.Hash.ShouldBe(Make("a", 2).Hash);
        Encoding.UTF8.GetString(read.State.Span).ShouldBe("""{"number":2,"text":"ä\n\"<"}""");
        Directory.GetFiles(_folder).Select(Path.GetFileName).ShouldBe(["a.json", "b.json"], ignoreOrder: true);
        File.GetUnixFileMode(Path.Combine(_folder, "a.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_file_with_any_bit_flipped_or_cut_anywhere_is_not_believed()
    {
        var files = new SnapshotFiles(_folder);
        var made = Make("a", 2);
        await files.WriteAsync(made, Cancellation);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "a.json"), Cancellation);
        for (var i = 0; i < bytes.Length; i++)
        {
            SnapshotFiles.Parse("a", bytes.AsMemory(0, i)).ShouldBeNull($"cut at {i}");
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[i] ^= (byte)(1 << bit);
                var read = SnapshotFiles.Parse("a", damaged);
                if (read is not null)
                {
                    // Only what says the same in other letters may pass, such as a hash in capitals.
                    (read.Position, read.Hash, read.Version, read.Name).ShouldBe((made.Position, made.Hash, made.Version, made.Name));
                    read.State.ToArray().ShouldBe(made.State.ToArray());
                }
            }
        }

        SnapshotFiles.Parse("b", bytes).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rubbish_is_never_a_snapshot(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var rubbish = new byte[random.Next(300)];
            random.NextBytes(rubbish);
            SnapshotFiles.Parse("a", rubbish).ShouldBeNull();
        }

        foreach (var text in (string[])["", "null", "[]", "{}", "1", """{"name":"a","version":1,"position":"x"}""", """{"name":"a","version":1,"position":1,"hash":"00","state":1}"""])
        {
            SnapshotFiles.Parse("a", Encoding.UTF8.GetBytes(text)).ShouldBeNull(text);
        }
    }

    [Fact]
    public Task A_name_that_leaves_the_folder_is_a_mistake()
    {
        var files = new SnapshotFiles(_folder);
        return Should.ThrowAsync<ArgumentException>(async () => await files.ReadAsync("../a", Cancellation));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private static Snapshot Make(string name, int number) =>
        new(name, 1, new Position(number), Digest.Of([(byte)number]), Encoding.UTF8.GetBytes($$"""{"number":{{number}},"text":"ä\n\"<"}"""));
}
