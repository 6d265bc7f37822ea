using Pharos.Shell.Effects.Languages;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Editors, pagers and debuggers whose arguments hold commands of their own.</summary>
internal static class EscapingPrograms
{
    public static void Read(ParsedArguments arguments, ReadingBuilder reading)
    {
        var words = reading.Command.Arguments;
        for (var i = 0; i < words.Count; i++)
        {
            var text = words[i].Text;
            if (text.Length > 1 && text[0] == '+')
            {
                // Each + of a pager or an editor is a command; less takes two for every file.
                EscapeCommands.Read(ParsedArguments.Part(words[i], text.StartsWith("++", StringComparison.Ordinal) ? 2 : 1), reading);
            }
            else if (text is "-c" or "--cmd" or "-ex" or "--ex" or "-iex" or "--eval-command" or "-eval-command" or "--eval" or "-o" or "-O" or "--one-line" && i + 1 < words.Count && !(text is "-o" or "-O" && reading.Label != "lldb"))
            {
                EscapeCommands.Read(words[++i], reading);
            }
            else if (text.StartsWith("--eval", StringComparison.Ordinal) && text.IndexOf('=') is var equals and > 0)
            {
                EscapeCommands.Read(ParsedArguments.Part(words[i], equals + 1), reading);
            }
        }

        if (ProgramName.WithoutVersion(reading.Label) is "ed" or "ex" or "gdb" or "lldb")
        {
            reading.RunsStandardInput |= reading.Command.Redirects.Count > 0 || reading.Command.PipedFrom is not null;
            reading.HasCode = false;
        }
    }
}
