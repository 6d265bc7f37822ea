using System.Collections.Frozen;

namespace Pharos.Shell.Effects;

/// <summary>
/// Finds variable names whose subscript the shell evaluates: <c>printf -v 'a[$(cmd)]'</c>, <c>read 'a[$(cmd)]'</c> and <c>test -v 'a[$(cmd)]'</c> run the substitution
/// although it stands in single quotes, because the subscript of an indexed array is arithmetic and arithmetic expands.
/// </summary>
internal static class SubscriptNames
{
    private static readonly FrozenSet<string> Builtins = FrozenSet.Create(
        StringComparer.Ordinal,
        ["printf", "read", "test", "[", "unset", "declare", "typeset", "local", "readonly", "export", "let", "mapfile", "readarray", "getopts", "wait"]);

    /// <summary>Reports every such word as not understood.</summary>
    public static void Read(string program, ShellCommand command, ReadingBuilder reading)
    {
        if (!Builtins.Contains(program))
        {
            return;
        }

        foreach (var word in command.Arguments)
        {
            var bracket = word.Text.IndexOf('[', StringComparison.Ordinal);
            if (bracket >= 0 && (word.Text.IndexOf("$(", bracket, StringComparison.Ordinal) >= 0 || word.Text.IndexOf('`', bracket) >= 0))
            {
                reading.UnknownPart(word.Span, "The subscript of a variable name holds a command, which the shell would run.");
            }
        }
    }
}
