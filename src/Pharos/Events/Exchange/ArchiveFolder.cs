using System.Globalization;

namespace Pharos.Events.Exchange;

/// <summary>The folder of archived segments, <c>&lt;first&gt;-&lt;last&gt;.jsonl.gz</c> each.</summary>
/// <param name="path">Absolute path of the folder; made with the first segment.</param>
public sealed class ArchiveFolder(string path)
{
    internal const string Temporary = ".new";
    private const string Ending = ".jsonl.gz";

    // A segment for every day of a century.
    private const int MostSegments = 40_000;

    /// <summary>The folder.</summary>
    public string Root { get; } = path;

    /// <summary>The name of the segment that holds these positions.</summary>
    public static string NameOf(Position first, Position last) => $"{first}-{last}{Ending}";

    /// <summary>The path of a segment by its name.</summary>
    public string PathOf(string name) => Path.Combine(Root, Path.GetFileName(name));

    /// <summary>Every segment that lies in the folder, in the order of positions.</summary>
    public IReadOnlyList<SegmentName> Segments()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }

        return [.. new DirectoryInfo(Root).EnumerateFiles("*" + Ending).Take(MostSegments).Select(file => SegmentName.TryParse(file.Name)).OfType<SegmentName>().OrderBy(segment => segment.First)];
    }

    /// <summary>The path of the segment that holds a position; null when none lies here.</summary>
    public string? Find(Position position) => Segments().FirstOrDefault(segment => segment.First <= position && segment.Last >= position) is { } found ? PathOf(found.Name) : null;

    internal void Create()
    {
        if (!Directory.Exists(Root))
        {
            Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Blobs.FolderSync.Flush(Path.GetDirectoryName(Root)!);
        }
    }

    internal void DeleteUnfinished()
    {
        foreach (var file in Directory.Exists(Root) ? Directory.EnumerateFiles(Root, "*" + Ending + Temporary) : [])
        {
            File.Delete(file);
        }
    }
}

/// <summary>The name of a segment file, read.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="First">The first position in it.</param>
/// <param name="Last">The last position in it.</param>
public sealed record SegmentName(string Name, Position First, Position Last)
{
    internal static SegmentName? TryParse(string name) =>
        name.Split('.')[0].Split('-') is [var first, var last]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        && ArchiveFolder.NameOf(new Position(from), new Position(to)) == name
            ? new SegmentName(name, new Position(from), new Position(to))
            : null;
}
