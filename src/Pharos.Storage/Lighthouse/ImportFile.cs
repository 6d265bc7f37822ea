using System.IO.Compression;
using System.Text;
using Pharos.Events.Exchange;

namespace Pharos.Storage.Lighthouse;

/// <summary>What a file to import holds.</summary>
public enum ImportFormat
{
    /// <summary>An export of Pharos.</summary>
    Pharos,

    /// <summary>Lighthouse's own log file.</summary>
    LighthouseRecords,

    /// <summary>Lighthouse's events as JSON.</summary>
    LighthouseJson,
}

/// <summary>A file to import, known by what is in it and not by its name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What it holds.</param>
/// <param name="IsPacked">Whether it is gzip.</param>
public sealed record ImportFile(string Path, ImportFormat Format, bool IsPacked)
{
    private const int LookedAt = 4096;

    /// <summary>The file's name, without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Looks at a file. An empty one counts as Lighthouse's, who begins a new file at every start.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged gzip.</exception>
    public static async Task<ImportFile> LookAsync(string path, CancellationToken cancellationToken)
    {
        var isPacked = false;
        await using (var file = File.OpenRead(path))
        {
            isPacked = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        }

        var looked = new ImportFile(path, ImportFormat.LighthouseRecords, isPacked);
        await using var unpacked = looked.Open();
        var begin = new byte[LookedAt];
        var length = await unpacked.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(begin, 0, length).TrimStart();

        // A record's length that began with one of these two letters would speak of more than a gigabyte.
        return text.StartsWith('{') || text.StartsWith('[')
            ? looked with { Format = text.StartsWith($"{{\"format\":\"{ExportHeader.Format}\"", StringComparison.Ordinal) ? ImportFormat.Pharos : ImportFormat.LighthouseJson }
            : looked;
    }

    /// <summary>Opens it, unpacked.</summary>
    public Stream Open()
    {
        var file = File.OpenRead(Path);
        return IsPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
