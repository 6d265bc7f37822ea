using System.Collections.Frozen;
using System.Globalization;
using Pharos.Shell;

namespace Pharos.Gate.Facts;

/// <summary>Recognises the gate's process and commands however they are named.</summary>
internal static class ProtectedProcess
{
    // How the process shows in a list: its name and its command line.
    private const string OwnNames = "dotnet\n/usr/bin/dotnet exec Pharos.Cli.dll serve --data\npharos serve --data\npharos\npharos.service";

    private static readonly FrozenSet<string> Programs = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ["pharos", "Pharos.Cli", "Pharos.Cli.dll", "Pharos.Cli.csproj", "pharos-hook", "pharos-hook.sh", "pharos-hook.dll", "Pharos.Hook.dll"]);

    /// <summary>True when a signal's target is the gate: its number, everything (<c>-1</c>), or a name that matches it.</summary>
    public static bool IsNamed(string target, int? processId)
    {
        if (processId is { } id && (target == id.ToString(CultureInfo.InvariantCulture) || target == "-" + id.ToString(CultureInfo.InvariantCulture)))
        {
            return true;
        }

        return target is "-1" or "dotnet" || target.Contains("pharos", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True when a pattern that a program like <c>pkill</c> takes could match the gate's name or command line.</summary>
    public static bool IsMatched(ShellCommand command, string pattern)
    {
        if (NameOf(command.Program.Text) is not ("pkill" or "killall" or "systemctl" or "service" or "initctl" or "supervisorctl"))
        {
            return false;
        }

        // A unit is named whole and with the shell's patterns, a process by a part of its name and with regular expressions.
        var expression = NameOf(command.Program.Text) is "pkill" or "killall" ? pattern : UnitExpression(pattern);
        try
        {
            return System.Text.RegularExpressions.Regex.IsMatch(
                OwnNames, expression, System.Text.RegularExpressions.RegexOptions.NonBacktracking | System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.Multiline);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            // What cannot be read may match.
            return true;
        }
    }

    // Brackets stay literal in the escaped text, so a set of characters is taken for anything at all.
    private static string UnitExpression(string pattern) => pattern.Contains('[', StringComparison.Ordinal)
        ? ".*"
        : "^" + System.Text.RegularExpressions.Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "(\\.service)?$";

    /// <summary>True for every <c>pharos</c> command but <c>check</c>, also when run through <c>dotnet</c> or by its path.</summary>
    public static bool IsForbiddenCommand(ShellCommand command)
    {
        var name = NameOf(command.Program.Text);
        if (IsOurs(name))
        {
            return !IsCheckAt(command, 0);
        }

        if (!IsRunner(name) || IsBuild(name, command))
        {
            return false;
        }

        for (var i = 0; i < command.Arguments.Count; i++)
        {
            if (IsOurs(command.Arguments[i].Text.TrimEnd('/')))
            {
                return !IsCheckAt(command, i + 1);
            }
        }

        return false;
    }

    /// <summary>True when a file is one of the gate's programs by its name.</summary>
    public static bool IsOurs(string path) => Programs.Contains(NameOf(path));

    /// <summary>True when the command, whatever runs it, is <c>pharos check</c>.</summary>
    public static bool IsCheck(ShellCommand command) => !IsForbiddenCommand(command) && command.Arguments.Any(word => word is { IsKnown: true, Text: "check" });

    private static bool IsCheckAt(ShellCommand command, int index)
    {
        if (index < command.Arguments.Count && command.Arguments[index].Text == "--")
        {
            index++;
        }

        return index < command.Arguments.Count && command.Arguments[index] is { IsKnown: true, Text: "check" };
    }

    // Building the gate's source is not running it.
    private static bool IsBuild(string name, ShellCommand command) =>
        name == "dotnet" && command.Arguments is [{ Text: "build" or "test" or "restore" or "clean" or "format" or "pack" or "publish" or "list" or "add" or "sln" }, ..];

    private static bool IsRunner(string name) => name is "dotnet" or "sh" or "bash" or "dash" or "ash" or "zsh" or "ksh";

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];
}
