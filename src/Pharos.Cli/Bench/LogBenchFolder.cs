namespace Pharos.Cli.Bench;

/// <summary>A folder beside the data folder, so that the same disk is measured, with parts of their own; removed at the end.</summary>
internal sealed class LogBenchFolder : IDisposable
{
    private int _parts;

    /// <param name="data">The data folder; it need not exist.</param>
    public LogBenchFolder(string data)
    {
        var beside = Path.GetDirectoryName(data);
        while (beside is not null && !Directory.Exists(beside))
        {
            beside = Path.GetDirectoryName(beside);
        }

        Root = Directory.CreateDirectory(Path.Combine(beside ?? Path.GetTempPath(), $".pharos-bench-{Environment.ProcessId}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>A new, empty part.</summary>
    public string NewPart() => Directory.CreateDirectory(Path.Combine(Root, $"{Interlocked.Increment(ref _parts)}")).FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
