using System.Formats.Tar;
using System.IO.Compression;

namespace Pharos.Rego.Bundles;

/// <summary>The outside of a bundle: a gzipped tar archive.</summary>
public static class BundleArchive
{
    private static readonly DateTimeOffset FixedTime = DateTimeOffset.UnixEpoch;

    /// <summary>Unpacks an archive into memory. Only plain files are taken: a link could name any file of the reader's machine.</summary>
    public static BundleFilesOutcome Read(Stream archive, BundleLimits limits)
    {
        try
        {
            using var gzip = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
            using var tar = new TarReader(gzip, leaveOpen: true);
            return Read(tar, limits);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException)
        {
            return Refuse("bundle.archive", $"This is not a gzipped tar archive, or a damaged one: {problem.Message}");
        }
    }

    /// <summary>Packs files so that equal files give equal bytes, whoever packs them and whenever.</summary>
    public static byte[] Write(BundleFiles files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var file in files.All)
            {
                tar.WriteEntry(Entry(file));
            }
        }

        return packed.ToArray();
    }

    private static BundleFilesOutcome Read(TarReader tar, BundleLimits limits)
    {
        var files = new BundleFiles();
        var seen = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (++seen > limits.Entries)
            {
                return Refuse("bundle.entries", $"The archive has more than {limits.Entries} entries.");
            }

            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            {
                continue;
            }

            var (path, problem) = BundlePath.Normalise(entry.Name, limits);
            if (problem is not null)
            {
                return new BundleFilesOutcome.Refused(problem);
            }

            if (entry.EntryType is TarEntryType.Directory)
            {
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || path.Length == 0)
            {
                return Refuse("bundle.entry-type", $"The entry \"{entry.Name}\" is a {entry.EntryType}; a bundle holds plain files and folders only. Pack the file itself.");
            }

            if (entry.Length > limits.FileBytes)
            {
                return Refuse("bundle.file-size", $"The file \"{path}\" has {entry.Length} bytes; a file of a bundle has at most {limits.FileBytes}.", path);
            }

            if (files.Bytes + entry.Length > limits.TotalBytes)
            {
                return Refuse("bundle.size", $"The archive unpacks to more than {limits.TotalBytes} bytes.");
            }

            if (!files.TryAdd(new BundleFile(path, Content(entry))))
            {
                return Refuse("bundle.duplicate", $"The archive holds \"{path}\" twice. Remove one of them.", path);
            }
        }

        return new BundleFilesOutcome.Collected(files);
    }

    private static byte[] Content(TarEntry entry)
    {
        // The header's length was checked, and the reader gives no byte beyond it.
        var content = new byte[entry.Length];
        entry.DataStream?.ReadExactly(content);
        return content;
    }

    private static TarEntry Entry(BundleFile file)
    {
        // Ustar holds 100 ASCII characters of a name. The framework's extended form (pax) names its own process in a header, GNU's does not.
        TarEntry entry = file.Path.Length < 100 && file.Path.All(char.IsAscii)
            ? new UstarTarEntry(TarEntryType.RegularFile, "/" + file.Path)
            : new GnuTarEntry(TarEntryType.RegularFile, "/" + file.Path) { AccessTime = FixedTime, ChangeTime = FixedTime };
        entry.ModificationTime = FixedTime;
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        entry.DataStream = new MemoryStream(file.Content.ToArray(), writable: false);
        return entry;
    }

    private static BundleFilesOutcome.Refused Refuse(string code, string message, string? file = null) => new(new BundleProblem(code, message, file));
}
