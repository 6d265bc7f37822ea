using System.Runtime.InteropServices;
using System.Text;
using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>This machine's disk, looked at without changing anything. Stateless and safe for use by many threads.</summary>
public sealed class LocalDisk : IFileView
{
    // PATH_MAX of Linux, to which realpath(3) writes without asking.
    private const int PathMaxBytes = 4096;

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

        if (RealPath(absolutePath) is { } resolved)
        {
            return new FileLook(KindOf(resolved), resolved);
        }

        return new FileLook(FileKind.Absent, ResolveAbsent(absolutePath));
    }

    /// <inheritdoc/>
    public string? ReadText(string absolutePath, int maximumBytes)
    {
        try
        {
            // Only regular files: opening a pipe or a device could block for ever or have an effect.
            if (RealPath(absolutePath) is not { } resolved || KindOf(resolved) != FileKind.File || new FileInfo(resolved).Length > maximumBytes)
            {
                return null;
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(resolved));
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

        try
        {
            var attributes = File.GetAttributes(resolved);
            return (attributes & FileAttributes.Directory) != 0 ? FileKind.Directory : FileKind.File;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return FileKind.Unknown;
        }
    }

    private static string? RealPath(string path)
    {
        var buffer = new byte[PathMaxBytes + 1];
        return NativeRealPath(Encoding.UTF8.GetBytes(path + '\0'), buffer) == IntPtr.Zero
            ? null
            : Encoding.UTF8.GetString(buffer.AsSpan(0, buffer.AsSpan().IndexOf((byte)0)));
    }

    // The framework resolves the last link of a path only; realpath(3) resolves every one, which is what containment needs.
    [DllImport("libc", EntryPoint = "realpath")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code, which only the mount room may hold.
    private static extern IntPtr NativeRealPath(byte[] path, byte[] resolved);
#pragma warning restore SYSLIB1054
}
