using System.Globalization;
using System.Text;

namespace Pharos.Cli.Hooks;

/// <summary>The POSIX shell script that agents run, with this machine's paths filled in.</summary>
internal static class HookShim
{
    /// <summary>Its file name, by which our hooks are recognised in settings.</summary>
    public const string FileName = "pharos-hook.sh";

    /// <summary>Its own deadline; shorter than <see cref="HookCommandLine.TimeoutSeconds"/>, after which the agent goes ahead.</summary>
    public const int DeadlineSeconds = 8;

    /// <summary>The script may be read and run by everybody and written by its owner only.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // Not PATH: whoever sets that at the time of installation would choose the program that carries every decision.
    private static readonly string[] ToolFolders = ["/usr/bin", "/bin", "/usr/local/bin", "/run/current-system/sw/bin", "/opt/homebrew/bin"];

    /// <summary>Where the script of a data folder stands.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "hooks", FileName);

    /// <summary>The script's text for a data folder.</summary>
    /// <param name="dataFolder">Absolute path.</param>
    /// <param name="deadlineSeconds">Its deadline; another one than the default only in tests.</param>
    public static string Render(string dataFolder, int deadlineSeconds = DeadlineSeconds)
    {
        using var stream = typeof(HookShim).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException("The shim is not in the program.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd()
            .Replace("@DATA@", Quote(dataFolder), StringComparison.Ordinal)
            .Replace("@CURL@", Quote(Locate("curl")), StringComparison.Ordinal)
            .Replace("@DATE@", Quote(Locate("date")), StringComparison.Ordinal)
            .Replace("@DEADLINE@", deadlineSeconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>A tool's absolute path; its usual one where it is missing, so that the script says what to install.</summary>
    public static string Locate(string tool) => ToolFolders.Select(folder => $"{folder}/{tool}").FirstOrDefault(File.Exists) ?? $"/usr/bin/{tool}";

    /// <summary>Whether a tool is there.</summary>
    public static bool HasTool(string tool) => File.Exists(Locate(tool));

    /// <summary>Writes the script in one step, so that no call ever runs half of it.</summary>
    public static void Write(string dataFolder)
    {
        var path = PathIn(dataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var temporary = path + ".new";
        File.Delete(temporary);
        File.WriteAllText(temporary, Render(dataFolder));
        File.SetUnixFileMode(temporary, Mode);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A word for the shell, whatever it holds.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
