using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Pharos.Rego.Bundles;

namespace Pharos.Rego.Tests.Bundles;

/// <summary>Makes archives as somebody else would, proper ones and hostile ones.</summary>
internal static class Archives
{
    public static BundleFiles Files(params (string Path, string Text)[] files)
    {
        var made = new BundleFiles();
        foreach (var (path, text) in files)
        {
            made.TryAdd(new BundleFile(path, Encoding.UTF8.GetBytes(text))).ShouldBeTrue();
        }

        return made;
    }

    public static byte[] Pack(params TarEntry[] entries)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return packed.ToArray();
    }

    public static TarEntry File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    public static TarEntry File(string path, byte[] content) => new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) };

    public static BundleFilesOutcome Unpack(byte[] archive, BundleLimits? limits = null)
    {
        using var stream = new MemoryStream(archive);
        return BundleArchive.Read(stream, limits ?? BundleLimits.Default);
    }

    public static BundleProblem Refused(byte[] archive, BundleLimits? limits = null) => Unpack(archive, limits).ShouldBeOfType<BundleFilesOutcome.Refused>().Problem;

    public static Bundle Read(BundleFiles files, BundleVerification? verification = null)
    {
        var outcome = BundleReader.Read(files, verification ?? BundleVerification.NoKeys);
        return outcome.ShouldBeOfType<BundleOutcome.Read>(outcome is BundleOutcome.Refused refused ? string.Join('\n', refused.Problems) : null).Bundle;
    }

    public static IReadOnlyList<BundleProblem> Problems(BundleFiles files, BundleVerification? verification = null) =>
        BundleReader.Read(files, verification ?? BundleVerification.NoKeys).ShouldBeOfType<BundleOutcome.Refused>().Problems;
}
