using Pharos.Events;
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

    private void Append(long position)
    {
        using var heads = new HeadsFile(File);
        heads.Append(new Position(position), Digest.Genesis);
        heads.IsWritten.ShouldBeTrue();
    }
}
