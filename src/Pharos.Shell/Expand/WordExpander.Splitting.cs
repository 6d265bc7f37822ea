namespace Pharos.Shell.Expand;

/// <summary>Field splitting, tildes and patterns.</summary>
internal sealed partial class WordExpander
{
    /// <summary>Splits an unquoted value at the field separators.</summary>
    private void Split(string text, FieldBuilder field, List<ShellWord> into)
    {
        var separators = " \t\n";
        if (host.State.Find("IFS") is { } ifs)
        {
            if (!ifs.IsKnown)
            {
                field.Unknown(text);
                return;
            }

            separators = ifs.IsUnset ? separators : ifs.Text;
        }

        var start = 0;
        while (start < text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny(separators);
            if (separators.Length == 0 || end < 0)
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
                field.Unknown(text);
                return;
            }

            if (field.HasContent || !char.IsWhiteSpace(text[start + end]))
            {
                field.Finish(into);
            }

            start += end + 1;
        }
    }

    private void Unquoted(string text, bool isStart, bool isWhole, FieldBuilder field, bool isLast = true)
    {
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
                field.Unknown("~");
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

            field.Unknown("~+");
            return rest;
        }

        if (user == "root")
        {
            return "/root" + rest;
        }

        field.Unknown("~" + user);
        return rest;
    }
}
