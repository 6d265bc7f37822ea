using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Gate.Facts;

/// <summary>The two calls of the C library that the framework has no equal for.</summary>
internal static class NativeFiles
{
    // PATH_MAX of Linux, to which realpath(3) writes without asking.
    private const int PathMaxBytes = 4096;

    // Linux's values. Without O_NONBLOCK, opening a pipe waits for a writer that an agent need never start.
    private const int ReadOnlyNonBlockingCloseOnExec = 0x80800;

    private const int PermissionDenied = 13;

    [ThreadStatic]
    private static byte[]? _buffer;

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

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen(byte[] path, int flags);
#pragma warning restore SYSLIB1054
}
