using System.Globalization;
using Pharos.Shell;

namespace Pharos.Gate.Facts;

/// <summary>Recognises the gate's process and commands however they are named.</summary>
internal static class ProtectedProcess
{
    /// <summary>True when a signal's target is the gate: its number, everything (<c>-1</c>), or a name that matches it.</summary>
    public static bool IsNamed(string target, int? processId)
    {
        if (processId is { } id && (target == id.ToString(CultureInfo.InvariantCulture) || target == "-" + id.ToString(CultureInfo.InvariantCulture)))
        {
            return true;
        }

        return target is "-1" or "dotnet" || target.Contains("pharos", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for every <c>pharos</c> command but <c>check</c>, also when run through <c>dotnet</c> or by its path.</summary>
    public static bool IsForbiddenCommand(ShellCommand command)
    {
        var first = 0;
        if (IsRunner(NameOf(command.Program.Text)))
        {
            while (first < command.Arguments.Count && (command.Arguments[first].Text.StartsWith('-') || command.Arguments[first].Text == "exec"))
            {
                first++;
            }

            if (first == command.Arguments.Count || !IsOurs(NameOf(command.Arguments[first].Text)))
            {
                return false;
            }

            first++;
        }
        else if (!IsOurs(NameOf(command.Program.Text)))
        {
            return false;
        }

        return !(first < command.Arguments.Count && command.Arguments[first] is { IsKnown: true, Text: "check" });
    }

    private static bool IsRunner(string name) => name is "dotnet" or "sh" or "bash" or "dash" or "ash" or "zsh";

    private static bool IsOurs(string name) => name is "pharos" or "Pharos.Cli" or "Pharos.Cli.dll" or "pharos-hook" or "pharos-hook.sh" or "pharos-hook.dll";

    private static string NameOf(string program) => program[(program.LastIndexOf('/') + 1)..];
}
