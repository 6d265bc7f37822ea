using System.Runtime.InteropServices;

namespace Pharos.Cli.Reviews.Desk;

/// <summary>Puts the terminal into the mode in which every key comes at once and unseen, and back into the one it was in.</summary>
internal sealed class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int AtOnce = 0;
    private const int AfterOutput = 1;

    // Whatever a system keeps there, it is far less; the bytes are only handed from one call to the next.
    private const int SettingsBytes = 512;

    private readonly byte[] _before;

    private RawTerminal(byte[] before) => _before = before;

    /// <summary>Changes the mode; null where standard input is no terminal.</summary>
    public static RawTerminal? TryEnter()
    {
        var before = new byte[SettingsBytes];
        if (GetSettings(StandardInput, before) != 0)
        {
            return null;
        }

        var raw = (byte[])before.Clone();
        MakeRaw(raw);
        return SetSettings(StandardInput, AtOnce, raw) == 0 ? new RawTerminal(before) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = SetSettings(StandardInput, AfterOutput, _before);

#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code.
    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetSettings(int descriptor, byte[] settings);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSettings(int descriptor, int when, byte[] settings);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void MakeRaw(byte[] settings);
#pragma warning restore SYSLIB1054
}
