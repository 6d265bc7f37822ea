using Pharos.Cli.Hooks;

namespace Pharos.Cli.Tests.Hooks;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ph-settings").FullName;

    private string Path => System.IO.Path.Combine(_folder, ".claude/settings.json");

    [Fact]
    public void What_stood_there_is_kept_beside_it()
    {
        new SettingsFile(Path).Replace("first"u8.ToArray(), TimeProvider.System).ShouldBeNull();
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var second = new SettingsFile(Path).Replace("second"u8.ToArray(), TimeProvider.System);
        var third = new SettingsFile(Path).Replace("third"u8.ToArray(), TimeProvider.System);
        File.ReadAllText(second!).ShouldBe("first");
        File.ReadAllText(third!).ShouldBe("second");
        second.ShouldStartWith(Path + ".pharos-backup-");
        File.ReadAllText(Path).ShouldBe("third");
        File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_link_to_settings_kept_elsewhere_stays_a_link()
    {
        var real = System.IO.Path.Combine(_folder, "dotfiles.json");
        File.WriteAllText(real, "{}");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.CreateSymbolicLink(Path, real);
        new SettingsFile(Path).Replace("new"u8.ToArray(), TimeProvider.System);
        new FileInfo(Path).LinkTarget.ShouldBe(real);
        File.ReadAllText(real).ShouldBe("new");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
