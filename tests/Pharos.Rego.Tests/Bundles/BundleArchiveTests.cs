using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Pharos.Rego.Bundles;

namespace Pharos.Rego.Tests.Bundles;

public sealed class BundleArchiveTests
{
    [Fact]
    public void What_was_packed_is_unpacked()
    {
        var files = Archives.Files(("a.rego", "package a"), ("x/data.json", "{}"), (new string('d', 60) + "/" + new string('n', 120) + ".rego", "package b"));
        var unpacked = Archives.Unpack(BundleArchive.Write(files)).ShouldBeOfType<BundleFilesOutcome.Collected>().Files;
        unpacked.All.Select(file => (file.Path, Encoding.UTF8.GetString(file.Content.Span))).ShouldBe(files.All.Select(file => (file.Path, Encoding.UTF8.GetString(file.Content.Span))));
    }

    [Fact]
    public void Equal_files_give_equal_bytes_in_whatever_order_they_came()
    {
        var one = BundleArchive.Write(Archives.Files(("b.rego", "package b"), ("a.rego", "package a"), (new string('l', 200), "long")));
        var other = BundleArchive.Write(Archives.Files((new string('l', 200), "long"), ("a.rego", "package a"), ("b.rego", "package b")));
        one.ShouldBe(other);
        using var tar = new TarReader(new GZipStream(new MemoryStream(one), CompressionMode.Decompress));
        tar.GetNextEntry()!.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("../escape.rego")]
    [InlineData("a/../../escape.rego")]
    [InlineData("//etc/passwd.rego")]
    [InlineData("a//b.rego")]
    [InlineData("a\\..\\b.rego")]
    [InlineData("./../x")]
    public void A_path_that_leaves_the_bundle_is_refused(string path)
    {
        var problem = Archives.Refused(Archives.Pack(Archives.File(path, "package a")));
        problem.Code.ShouldBe("bundle.path");
        problem.Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("/a.rego")]
    [InlineData("./a.rego")]
    [InlineData("a.rego")]
    public void The_ways_in_which_archivers_write_a_path_are_the_same_file(string path) =>
        Archives.Unpack(Archives.Pack(Archives.File(path, "package a"))).ShouldBeOfType<BundleFilesOutcome.Collected>().Files.All.Single().Path.ShouldBe("a.rego");

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public void A_link_or_a_device_is_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "link.rego");
        if (type is not TarEntryType.Fifo)
        {
            entry.LinkName = "/etc/passwd";
        }

        Archives.Refused(Archives.Pack(entry)).Code.ShouldBe("bundle.entry-type");
    }

    [Fact]
    public void Two_entries_of_one_path_are_refused_however_they_are_written() =>
        Archives.Refused(Archives.Pack(Archives.File("a.rego", "package a"), Archives.File("/a.rego", "package b"))).Code.ShouldBe("bundle.duplicate");

    [Fact]
    public void A_small_archive_that_unpacks_to_much_is_refused_before_it_does()
    {
        var bomb = Archives.Pack([.. Enumerable.Range(0, 40).Select(i => Archives.File($"{i}.json", new byte[1024 * 1024]))]);
        bomb.Length.ShouldBeLessThan(1024 * 1024);
        Archives.Refused(bomb, new BundleLimits { TotalBytes = 10 * 1024 * 1024 }).Code.ShouldBe("bundle.size");
        Archives.Refused(bomb, new BundleLimits { FileBytes = 1000 }).Code.ShouldBe("bundle.file-size");
    }

    [Fact]
    public void Too_many_entries_are_refused() =>
        Archives.Refused(Archives.Pack([.. Enumerable.Range(0, 12).Select(i => Archives.File($"{i}.rego", "package a"))]), new BundleLimits { Entries = 10 }).Code.ShouldBe("bundle.entries");

    [Fact]
    public void What_is_no_archive_or_a_cut_one_is_refused()
    {
        Archives.Refused("no archive"u8.ToArray()).Code.ShouldBe("bundle.archive");
        Archives.Refused([]).Code.ShouldBe("bundle.archive");
        var whole = BundleArchive.Write(Archives.Files(("a.rego", string.Concat(Enumerable.Range(0, 20_000)))));
        Archives.Refused(whole[..(whole.Length / 2)]).Code.ShouldBe("bundle.archive");
    }

    [Fact]
    public void Bytes_changed_at_random_never_break_the_reader()
    {
        var whole = BundleArchive.Write(Archives.Files((".manifest", "{}"), ("a.rego", "package a\np := 1"), ("x/data.json", """{"a":[1,2,3]}""")));
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var changed = whole.ToArray();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            using var stream = new MemoryStream(changed);
            BundleReader.Read(stream, BundleVerification.NoKeys).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Tar_headers_changed_at_random_never_break_the_reader()
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(BundleArchive.Write(Archives.Files(("a.rego", "package a"), ("b.rego", "package b")))), CompressionMode.Decompress))
        {
            gzip.CopyTo(plain);
        }

        var random = new Random(8);
        for (var i = 0; i < 2_000; i++)
        {
            var changed = plain.ToArray();
            changed[random.Next(1024)] = (byte)random.Next(256);
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(changed);
            }

            packed.Position = 0;
            BundleArchive.Read(packed, new BundleLimits { FileBytes = 1_000_000 }).ShouldNotBeNull();
        }
    }
}
