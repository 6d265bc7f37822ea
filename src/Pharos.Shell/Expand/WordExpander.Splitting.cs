using System.Buffers;
using System.Text;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>Field splitting, tildes and patterns.</summary>
internal sealed partial class WordExpander
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Splits an unquoted value at the field separators: blanks among them count as one however many they are, any other ends a field of its own, be it empty.
    /// </summary>
    private void Split(string text, FieldBuilder field, List<ShellWord> into)
    {
        var separators = " \t\n";
        if (host.State.Find("IFS") is { } ifs)
        {
            if (!ifs.IsKnown)
            {
                field.Unknown(text, true);
                return;
            }

            separators = ifs.IsUnset ? separators : ifs.Text;
            if (!Ascii.IsValid(separators))
            {
                field.Unknown(text, true);
                return;
            }
        }

        var start = 0;
        while (start < text.Length)
        {
            var end = separators.Length == 0 ? -1 : text.AsSpan(start).IndexOfAny(separators);
            if (end < 0)
            {
                Unquoted(text[start..], false, false, field);
                return;
            }

            if (end > 0)
            {
                Unquoted(text.Substring(start, end), false, false, field);
            }

            if (!host.Take(1))
            {
                host.Doubt(default, "more words than are analysed");
                field.Unknown(text, true);
                return;
            }

            start += end;
            if (EndsField(text, separators, ref start) && !field.HasContent)
            {
                field.Literal("");
            }

            field.Finish(into);
        }
    }

    /// <summary>Steps over the separators at one place, and tells whether one of them is no blank.</summary>
    private static bool EndsField(string text, string separators, ref int at)
    {
        var ends = false;
        while (at < text.Length && separators.Contains(text[at]) && (text[at] is ' ' or '\t' or '\n' || !ends))
        {
            ends |= text[at] is not (' ' or '\t' or '\n');
            at++;
        }

        return ends;
    }

    private void Unquoted(string text, bool isStart, bool isWhole, FieldBuilder field, bool isLast = true, bool isValue = false)
    {
        if (LaterTilde(text, isStart, isValue) is >= 0 and var later)
        {
            if (later > 0)
            {
                Unquoted(text[..later], isStart, false, field);
            }

            field.Unknown(text[later..], false);
            return;
        }

        if (isStart && text[0] == '~')
        {
            text = Tilde(text, isWhole, field);
        }

        var glob = text.AsSpan().IndexOfAny('*', '?', '[');
        // A bracket expression may go on in a part that was substituted.
        if (glob >= 0 && (text[glob] != '[' || !isLast || text.IndexOf(']', glob) > glob + 1 || text.AsSpan(glob).IndexOfAny('*', '?') >= 0))
        {
            field.Literal(text[..glob], glob > 0);
            field.Pattern(text[glob..]);
            return;
        }

        field.Literal(text, text.Length > 0);
    }

    /// <summary>Where a tilde stands that a shell may expand because it follows the sign of an assignment or a colon in its value; -1 where none does.</summary>
    private static int LaterTilde(string text, bool isStart, bool isValue)
    {
        var tilde = text.IndexOf('~', StringComparison.Ordinal);
        if (tilde < 0 || text.Length < 2)
        {
            return -1;
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (!isValue && !(isStart && equals > 0 && ShellCharacters.IsNameStart(text[0]) && text.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0))
        {
            return -1;
        }

        if (isValue && isStart && tilde == 0 && text.Contains(':'))
        {
            return 0;
        }

        for (var at = tilde; at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at > 0 && (text[at - 1] == ':' || (!isValue && at - 1 == equals)))
            {
                return at;
            }
        }

        return -1;
    }

    private string Tilde(string text, bool isWhole, FieldBuilder field)
    {
        var slash = text.IndexOf('/');
        var user = slash < 0 ? text[1..] : text[1..slash];
        var rest = slash < 0 ? "" : text[slash..];
        if (slash < 0 && !isWhole)
        {
            // ~"x" is no tilde expansion; ~$x is not one that can be followed.
            return text;
        }

        if (user.Length == 0 || user == host.Context.User)
        {
            var home = user.Length == 0 ? host.State.Find("HOME") : null;
            if (home is { IsKnown: false })
            {
                field.Unknown("~", false);
                return rest;
            }

            return (home?.Text ?? host.Context.Home) + rest;
        }

        if (user == "+")
        {
            if (host.State.WorkingDirectory is { } directory)
            {
                return directory + rest;
            }

            field.Unknown("~+", false);
            return rest;
        }

        if (user == "root")
        {
            return "/root" + rest;
        }

        field.Unknown("~" + user, false);
        return rest;
    }
}
