using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Events.Blobs;

/// <summary>Makes the names in a folder durable. A file that was synced may still lose its name in a power failure; the framework refuses to open folders.</summary>
public static class FolderSync
{
    // Linux's values: O_RDONLY | O_DIRECTORY | O_CLOEXEC.
    private const int ReadOnlyDirectoryCloseOnExec = 0x90000;

    /// <summary>Writes a folder's entries to the disk.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Flush(string folder)
    {
        using var handle = NativeOpen(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnlyDirectoryCloseOnExec);
        if (handle.IsInvalid || NativeSync(handle) != 0)
        {
            throw new IOException($"The folder {folder} could not be made durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle NativeOpen(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeSync(SafeFileHandle file);
}
