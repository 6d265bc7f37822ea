using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Cli.Bench;

/// <summary>What the disk takes to make 4 KiB durable: every figure of a durable log is to be read beside it.</summary>
internal static class LogDiskSync
{
    private const int Samples = 200;
    private const int Block = 4096;

    /// <summary>The median of fdatasync behind appends of 4 KiB, in milliseconds.</summary>
    public static double Measure(string folder, TimeProvider clock)
    {
        var path = Path.Combine(folder, "sync");
        var block = new byte[Block];
        var times = new List<double>(Samples);
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            for (var i = 0; i < Samples; i++)
            {
                RandomAccess.Write(file, block, (long)i * Block);
                var started = clock.GetTimestamp();
                if (NativeSync(file) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        File.Delete(path);
        times.Sort();
        return times[Samples / 2];
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeSync(SafeFileHandle file);
}
