using System.Diagnostics;

namespace Pharos.Server.Tests.Faults;

/// <summary>A disk that is soon full, in memory.</summary>
internal static class SmallDisk
{
    public static bool Mount(string folder, string size) => Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);

    public static void Unmount(string folder) => Run("umount", folder);

    /// <summary>Writes until nothing more fits.</summary>
    public static void Fill(string file)
    {
        var block = new byte[64 * 1024];
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    stream.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // Full for this size; a smaller piece may still fit.
                continue;
            }
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true };
            Array.ForEach(arguments, start.ArgumentList.Add);
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
