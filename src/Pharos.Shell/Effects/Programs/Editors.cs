using System.Buffers;
using Pharos.Shell.Effects.Languages;

namespace Pharos.Shell.Effects.Programs;

/// <summary>Editors, pagers and typesetters: what their arguments make them do. That a person could type a command inside does not count.</summary>
internal static class Editors
{
    private static readonly SearchValues<char> LineNumbers = SearchValues.Create("0123456789,.:");

    private static readonly SearchValues<char> PlainText = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789= -_");

    /// <summary>Words of the line editor that neither run, read nor write anything but the file that is edited.</summary>
    private static readonly string[] Quiet =
        ["set", "se", "setlocal", "setl", "syntax", "syn", "filetype", "colorscheme", "w", "wq", "wa", "wqa", "q", "qa", "x", "xa", "up", "update", "retab", "noh", "nohlsearch", "fold", "undo", "redo", "sort", "split", "vsplit", "startinsert", "d", "j", "y", "p", "print", "number"];

    /// <summary>vi and its kin: operands are files, <c>+COMMAND</c> and the values of <c>-c</c> are commands of the line editor.</summary>
    public static void Ex(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (option.Key is "-c" or "--cmd" && value is { } command)
            {
                Command(command.Text, command.IsKnown, reading);
            }
        }

        Files(arguments, reading, Role.Edit);
    }

    /// <summary>Editors that take a file and perhaps the line to start at.</summary>
    public static void File(ParsedArguments arguments, ReadingBuilder reading) => Files(arguments, reading, Role.Edit);

    /// <summary>Pagers: the files are only read.</summary>
    public static void Pager(ParsedArguments arguments, ReadingBuilder reading) => Files(arguments, reading, Role.Read);

    private static void Files(ParsedArguments arguments, ReadingBuilder reading, Role role)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith('+'))
            {
                Command(word.Text[1..], word.IsKnown, reading);
            }
            else if (word.Text != "-")
            {
                reading.Apply(role, word);
            }
        }
    }

    private static void Command(string text, bool known, ReadingBuilder reading)
    {
        if (!known || !IsQuiet(text.TrimStart(':')))
        {
            reading.Execute(Certainty.Unknown, reading.Label + " +" + text);
            EscapeCommands.Read(new ShellWord(text, known, known ? text : "", false, reading.Command.Span), reading);
        }
    }

    /// <summary>A place in the file (<c>12</c>, <c>12,3</c>, <c>$</c>, <c>/pattern</c>, a pager's <c>F</c> and <c>G</c>) or one quiet command without another behind it.</summary>
    private static bool IsQuiet(string command)
    {
        if (command.Length == 0 || command is "$" or "F" or "G" or "g" || command[0] is '/' or '?')
        {
            return true;
        }

        if (command.AsSpan().IndexOfAnyExcept(LineNumbers) < 0)
        {
            return true;
        }

        if (command.AsSpan().IndexOfAny('|', '!', '`') >= 0 || command.Contains("\\=", StringComparison.Ordinal) || command.Contains('\n', StringComparison.Ordinal))
        {
            return false;
        }

        var trimmed = command.TrimStart('%', '1', ',', '$');
        if (trimmed.StartsWith("s/", StringComparison.Ordinal))
        {
            return true;
        }

        var blank = trimmed.IndexOf(' ');
        var word = blank < 0 ? trimmed : trimmed[..blank];
        var rest = blank < 0 ? "" : trimmed[(blank + 1)..];
        // A file behind "w" is another file than the one that is edited, and options like shell, printexpr or foldexpr hold commands.
        return Array.IndexOf(Quiet, word) >= 0
            && (rest.Length == 0 || (word[0] is not ('w' or 'u' or 'x' or 'q') && rest.AsSpan().IndexOfAnyExcept(PlainText) < 0))
            && !rest.Contains("sh", StringComparison.Ordinal)
            && !rest.Contains("expr", StringComparison.Ordinal)
            && !rest.Contains("prg", StringComparison.Ordinal)
            && !rest.Contains("func", StringComparison.Ordinal)
            && !rest.Contains("pager", StringComparison.Ordinal)
            && !rest.Contains("exrc", StringComparison.Ordinal)
            && !rest.Contains("modeline", StringComparison.Ordinal);
    }

    /// <summary>TeX takes a file or, behind a backslash, the text of one: that may read, write and run whatever it says.</summary>
    public static void Tex(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var word in arguments.Operands)
        {
            if (word.Text.StartsWith('\\') || word.Text.StartsWith('&') || word.Text.Contains("write18", StringComparison.Ordinal))
            {
                reading.Execute(Certainty.Unknown, reading.Label + " code");
            }
            else
            {
                reading.Apply(Role.Convert, word);
            }
        }
    }
}
