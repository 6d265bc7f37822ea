using System.Text;
using Pharos.Shell.Expand;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Walk;

/// <summary>What commands print when their arguments alone decide it: the usual ways to write a command so that it does not look like one.</summary>
internal sealed partial class ScriptWalk
{
    /// <summary>How many filters a text is followed through.</summary>
    private const int LongestDecoding = 8;

    /// <summary>The output of a command, through the filters that decode it. <paramref name="length"/> counts the commands that took part.</summary>
    private ShellValue Output(ShellCommand command, out int length)
    {
        var filters = new List<ShellCommand>();
        var at = command;
        length = 1;
        while (at.PipedFrom is { } before && at.AlsoPipedFrom.Count == 0 && at.Redirects.Count == 0 && before < _commands.Count && _commands[before] is { } producer && length <= LongestDecoding)
        {
            filters.Add(at);
            at = producer;
            length++;
        }

        if (!at.Program.IsKnown || at.PipedFrom is not null)
        {
            return ShellValue.Unknown;
        }

        var text = at.Redirects is [{ Operator: "<<<" or "<<" or "<<-", Descriptor: 0, Target.IsKnown: true } input] ? Filtered(at, input.Target.Text)
            : at.Redirects.Count > 0 ? null : Printed(at);
        for (var i = filters.Count - 1; i >= 0 && text is not null; i--)
        {
            text = Filtered(filters[i], text);
        }

        return text is null || text.Length > _limits.MaximumScriptCharacters ? ShellValue.Unknown : ShellValue.Of(text.TrimEnd('\n'));
    }

    private string? Printed(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (!word.IsKnown)
            {
                return null;
            }
        }

        switch (command.Program.Text)
        {
            case "pwd" when command.Arguments.Count == 0:
                return command.WorkingDirectory;
            case "whoami" when command.Arguments.Count == 0:
                return Context.User;
            case "echo":
                return Echoed(command.Arguments);
            case "printf" when command.Arguments is [var only] && !only.Text.Contains('%') && !only.Text.StartsWith('-'):
                return Escapes(only.Text);
            case "printf" when command.Arguments is [{ Text: "%s" or "%s\\n" }, var value]:
                return value.Text;
            case "printf" when command.Arguments is [{ Text: "%b" or "%b\\n" }, var value]:
                return Escapes(value.Text);
            default:
                return null;
        }
    }

    private static string? Echoed(IReadOnlyList<ShellWord> arguments)
    {
        var at = 0;
        var decodes = false;
        while (at < arguments.Count && arguments[at].Text is "-n" or "-e" or "-E" or "-ne" or "-en")
        {
            decodes |= arguments[at].Text.Contains('e', StringComparison.Ordinal);
            at++;
        }

        var text = new StringBuilder();
        for (var i = at; i < arguments.Count; i++)
        {
            text.Append(i == at ? "" : " ").Append(arguments[i].Text);
        }

        // Whether a backslash is decoded without -e differs between shells, so that such a text is known in none.
        return decodes ? Escapes(text.ToString()) : text.ToString() is var plain && plain.Contains('\\') ? null : plain;
    }

    private static string? Escapes(string text)
    {
        // "\c" ends the output of these commands and a zero begins a longer number, both unlike in a quoted word.
        if (text.Contains("\\c", StringComparison.Ordinal) || text.Contains("\\0", StringComparison.Ordinal))
        {
            return null;
        }

        var position = 0;
        var decoded = AnsiQuoting.Decode(text, ref position, text.Length, out var closed, out var isDoubtful);
        return closed || isDoubtful ? null : decoded;
    }

    /// <summary>What a filter makes of a text; null when that is not known.</summary>
    private static string? Filtered(ShellCommand filter, string text)
    {
        var decodes = false;
        foreach (var word in filter.Arguments)
        {
            if (!word.IsKnown)
            {
                return null;
            }

            decodes |= word.Text is "-d" or "-D" or "--decode" or "-di" or "-d -i";
        }

        switch (filter.Program.Text)
        {
            case "cat" when filter.Arguments.Count == 0 || filter.Arguments is [{ Text: "-" }]:
                return text;
            case "rev" when filter.Arguments.Count == 0 && text.All(static character => character is >= ' ' and < (char)127):
                return string.Concat(text.Reverse());
            case "base64" when decodes && filter.Arguments.All(static word => word.Text.StartsWith('-')):
                return Base64(text);
            case "xxd" when filter.Arguments.Any(static word => word.Text.StartsWith("-r", StringComparison.Ordinal)) && filter.Arguments.All(static word => word.Text is "-r" or "-p" or "-ps" or "-plain" or "-rp"):
                return Hexadecimal(text);
            default:
                return null;
        }
    }

    private static string? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? Utf8(bytes.AsSpan(0, written)) : null;
    }

    private static string? Hexadecimal(string text)
    {
        var digits = string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Utf8(Convert.FromHexString(digits)) : null;
    }

    private static string? Utf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) && !bytes.Contains((byte)0) ? Encoding.UTF8.GetString(bytes) : null;
}
