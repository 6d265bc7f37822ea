using System.Text;
using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>This machine's disk, looked at without changing anything. Stateless and safe for use by many threads.</summary>
public sealed class LocalDisk : IFileView
{
    /// <summary>The one instance.</summary>
    public static LocalDisk Instance { get; } = new();

    private LocalDisk()
    {
    }

    /// <inheritdoc/>
    public FileLook Look(string absolutePath)
    {
        if (absolutePath.Contains('\0', StringComparison.Ordinal))
        {
            return new FileLook(FileKind.Unknown, null);
        }

        if (NativeFiles.RealPath(absolutePath, out var isForbidden) is { } resolved)
        {
            return new FileLook(KindOf(resolved), resolved);
        }

        // What may not be looked at may be a link to anywhere, so it is unknown and not absent.
        return isForbidden ? new FileLook(FileKind.Unknown, null) : new FileLook(FileKind.Absent, ResolveAbsent(absolutePath));
    }

    /// <inheritdoc/>
    public string? ReadText(string absolutePath, int maximumBytes)
    {
        try
        {
            return RealPath(absolutePath) is { } resolved && KindOf(resolved) == FileKind.File && NativeFiles.ReadRegular(resolved, maximumBytes) is { } bytes
                ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes)
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            // The port's contract: what may not be read is unknown, and the analysis treats it so.
            return null;
        }
    }

    // A file that does not exist yet lies where its nearest existing folder really lies; a dangling link lies where it points.
    private static string? ResolveAbsent(string absolutePath)
    {
        var rest = "";
        var path = absolutePath;
        for (var links = 0; path != "/";)
        {
            if (new FileInfo(path).LinkTarget is { } target)
            {
                if (++links > 40)
                {
                    return null;
                }

                path = LexicalPath.Resolve(target, LexicalPath.ParentOf(path));
                if (RealPath(path) is { } existing)
                {
                    return Join(existing, rest);
                }

                continue;
            }

            rest = rest.Length == 0 ? path[(path.LastIndexOf('/') + 1)..] : path[(path.LastIndexOf('/') + 1)..] + "/" + rest;
            path = LexicalPath.ParentOf(path);
            if (RealPath(path) is { } folder)
            {
                return Join(folder, rest);
            }
        }

        return "/" + rest;
    }

    private static string Join(string folder, string rest) => rest.Length == 0 ? folder : folder == "/" ? "/" + rest : folder + "/" + rest;

    private static FileKind KindOf(string resolved)
    {
        if (resolved.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return FileKind.Special;
        }

        // One look at the inode each: the attributes of the framework cost four.
        return Directory.Exists(resolved) ? FileKind.Directory : File.Exists(resolved) ? FileKind.File : FileKind.Unknown;
    }

    private static string? RealPath(string path) => NativeFiles.RealPath(path, out _);
}
