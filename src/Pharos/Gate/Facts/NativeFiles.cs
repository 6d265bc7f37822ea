using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Gate.Facts;

/// <summary>The calls of the C library that the framework has no equal for, or only a slower one.</summary>
internal static class NativeFiles
{
    // PATH_MAX of Linux, to which realpath(3) writes without asking.
    private const int PathMaxBytes = 4096;

    // Linux's values. Without O_NONBLOCK, opening a pipe waits for a writer that an agent need never start.
    private const int ReadOnlyNonBlockingCloseOnExec = 0x80800;

    private const int PermissionDenied = 13;

    private const int NoSuchFile = 2;

    private const int NotADirectory = 20;

    // statx(2): the structure is the same on every architecture, 256 bytes with the mode at 28.
    private const int StatxBytes = 256;
    private const int StatxModeAt = 28;
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint TypeAndMode = 3;

    [ThreadStatic]
    private static byte[]? _buffer;

    [ThreadStatic]
    private static byte[]? _status;

    /// <summary>The path after every symbolic link; null when it does not exist or may not be looked at.</summary>
    public static string? RealPath(string path, out bool isForbidden)
    {
        var buffer = _buffer ??= new byte[PathMaxBytes + 1];
        if (NativeRealPath(Encoding.UTF8.GetBytes(path + '\0'), buffer) == nint.Zero)
        {
            isForbidden = Marshal.GetLastPInvokeError() == PermissionDenied;
            return null;
        }

        isForbidden = false;
        var length = buffer.AsSpan().IndexOf((byte)0);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>What stands at a path itself, no link followed.</summary>
    public static InodeType TypeOf(string path)
    {
        var status = _status ??= new byte[StatxBytes];
        if (NativeStatx(CurrentDirectory, Encoding.UTF8.GetBytes(path + '\0'), DoNotFollowLinks, TypeAndMode, status) != 0)
        {
            return Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? InodeType.Absent : InodeType.Unknown;
        }

        // The S_IFMT bits of stat(2).
        return (BitConverter.ToUInt16(status, StatxModeAt) & 0xF000) switch
        {
            0x4000 => InodeType.Directory,
            0x8000 => InodeType.File,
            0xA000 => InodeType.Link,
            _ => InodeType.Special,
        };
    }

    /// <summary>Reads a regular file of at most so many bytes; null for anything else. Never blocks on a pipe.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static byte[]? ReadRegular(string path, int maximumBytes)
    {
        using var handle = new SafeFileHandle(NativeOpen(Encoding.UTF8.GetBytes(path + '\0'), ReadOnlyNonBlockingCloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return null;
        }

        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (!stream.CanSeek || stream.Length > maximumBytes)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : null;
    }

#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code, which only the mount room may hold.
    [DllImport("libc", EntryPoint = "realpath", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeRealPath(byte[] path, byte[] resolved);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeStatx(int folder, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen(byte[] path, int flags);
#pragma warning restore SYSLIB1054
}
