using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Storage.Evidence;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Tests.Sqlite;

public sealed class HeadsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-heads-").FullName;

    private string File => Path.Combine(_folder, "heads.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Heads_stand_one_on_a_line_over_several_openings()
    {
        Append(1);
        Append(2);
        System.IO.File.ReadAllLines(File).ShouldBe([$"1 {Digest.Genesis}", $"2 {Digest.Genesis}"]);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("2 00ab")]
    public void Half_a_line_that_a_power_failure_left_is_not_continued(string half)
    {
        Append(1);
        System.IO.File.AppendAllText(File, half);
        Append(3);
        System.IO.File.ReadAllLines(File).ShouldBe([$"1 {Digest.Genesis}", $"3 {Digest.Genesis}"]);
    }

    [Fact]
    public void Nothing_but_half_a_line_is_an_empty_file()
    {
        System.IO.File.WriteAllText(File, "1 00");
        Append(1);
        System.IO.File.ReadAllLines(File).ShouldBe([$"1 {Digest.Genesis}"]);
    }

    [Fact]
    public void Heads_that_cannot_be_written_are_said_so()
    {
        Directory.CreateDirectory(File);
        using var heads = new HeadsFile(File);
        heads.IsWritten.ShouldBeFalse();
        heads.Append(new Position(1), Digest.Genesis);
        heads.IsWritten.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_file_is_thinned_out_beside_the_writer_and_keeps_the_newest_whole_and_those_at_checkpoints()
    {
        const int Limit = 64 * 1024;
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(_folder, "checkpoints.jsonl"),
            System.Text.Encoding.UTF8.GetString(CheckpointJson.Write(new Checkpoint(Digest.Genesis, new Position(77), Digest.Genesis, "at", "key", new Position(1), "c2ln")).Span) + "\n",
            TestContext.Current.CancellationToken);
        long position = 0;
        using (var heads = new HeadsFile(File, Limit))
        {
            // Until the copy has been taken over the writer goes on; how many lines that takes is for the machine to say, but not more than these.
            for (var most = 2_000_000; most > 0 && !(position > 1000 && new FileInfo(File).Length < Limit); most--)
            {
                heads.Append(new Position(++position), Digest.Of(BitConverter.GetBytes(position)));
            }

            for (var i = 0; i < 5; i++)
            {
                heads.Append(new Position(++position), Digest.Of(BitConverter.GetBytes(position)));
            }

            heads.IsWritten.ShouldBeTrue();
        }

        var kept = HeadsReader.Read(File);
        kept.ShouldAllBe(head => head.Hash == Digest.Of(BitConverter.GetBytes(head.Position.Value)));
        kept.Select(head => head.Position).ShouldBe(kept.Select(head => head.Position).Distinct().Order());
        kept[0].Position.ShouldBe(new Position(1));
        kept.ShouldContain(head => head.Position == new Position(77));
        kept.TakeLast(100).Select(head => head.Position.Value).ShouldBe(Enumerable.Range(0, 100).Select(i => position - 99 + i));

        // What was appended while the copy was written stays whole, and how much that is depends on the machine.
        kept.Count.ShouldBeLessThan((int)position);
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_copy_that_a_dead_process_left_half_is_no_obstacle()
    {
        System.IO.File.WriteAllText(File + ".new", "1 00");
        Append(1);
        using var thinned = HeadsThinning.Write(File, new FileInfo(File).Length, 1024);
        thinned.File.Length.ShouldBe(new FileInfo(File).Length);
    }

    private void Append(long position)
    {
        using var heads = new HeadsFile(File);
        heads.Append(new Position(position), Digest.Genesis);
        heads.IsWritten.ShouldBeTrue();
    }
}
