using System.Globalization;

namespace Pharos.Cli.Hooks;

/// <summary>A settings file on disk: read, backed up and replaced in one step.</summary>
internal sealed class SettingsFile
{
    private const int MaximumBytes = 16 * 1024 * 1024;

    /// <param name="path">Where it stands or will stand. A symbolic link is followed, so that settings kept in a dotfiles folder stay a link.</param>
    public SettingsFile(string path)
    {
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
        Path = target ?? path;
    }

    /// <summary>The file itself.</summary>
    public string Path { get; }

    /// <summary>Its bytes; empty when it does not exist.</summary>
    /// <exception cref="HookSettingsException">It is too large to be settings.</exception>
    public byte[] Read() => !File.Exists(Path) ? []
        : new FileInfo(Path).Length <= MaximumBytes ? File.ReadAllBytes(Path)
        : throw new HookSettingsException("it is larger than 16 MiB.");

    /// <summary>Replaces its bytes and keeps a copy of what stood there.</summary>
    /// <returns>The copy's path; null when there was no file.</returns>
    public string? Replace(byte[] text, TimeProvider clock)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(folder);
        var backup = File.Exists(Path) ? BackUp(clock) : null;
        var temporary = Path + ".pharos-new";
        File.WriteAllBytes(temporary, text);
        if (backup is not null)
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(Path));
        }

        File.Move(temporary, Path, overwrite: true);
        return backup;
    }

    private string BackUp(TimeProvider clock)
    {
        var name = $"{Path}.pharos-backup-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        var backup = name;
        for (var i = 2; File.Exists(backup) && i < 1000; i++)
        {
            backup = $"{name}-{i}";
        }

        File.Copy(Path, backup, overwrite: false);
        return backup;
    }
}
