using System.Globalization;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>The value of <c>$x</c> and <c>${x…}</c> where the script itself tells it.</summary>
internal static class ParameterExpansion
{
    public static ShellValue Value(ParameterPart part, IExpansionHost host, WordExpander words)
    {
        var index = part.Index;
        if (index is not null && index.Literal is null)
        {
            words.Arithmetic(index);
        }

        // The argument is expanded whether it is used or not: what it holds may run.
        var argument = part.Argument is null ? default : words.Single(part.Argument);
        var value = Plain(part, host);
        if (part.IsIndirect)
        {
            value = value is { IsKnown: true } && part.Operator.Length == 0 && part.Index is null ? Named(value.Text, host) ?? ShellValue.Unknown : ShellValue.Unknown;
        }

        if (part.IsLength)
        {
            return value is { IsKnown: true, Elements: null } ? ShellValue.Of(value.Text.Length.ToString(CultureInfo.InvariantCulture)) : ShellValue.Unknown;
        }

        if (part.Operator.Length == 0)
        {
            return value ?? ShellValue.Unknown;
        }

        if (part.Operator == "@" && argument.Text is "P")
        {
            host.Doubt(part.Span, "the prompt expansion of a value runs the substitutions inside it");
        }

        if (value is not { IsKnown: true })
        {
            return ShellValue.Unknown;
        }

        return Operate(part, value, argument, host);
    }

    private static ShellValue? Plain(ParameterPart part, IExpansionHost host)
    {
        var value = Named(part.Name, host);
        if (part.Index is null)
        {
            return value?.Elements is { Count: > 0 } elements ? elements[0] : value;
        }

        if (value?.Elements is not { } all)
        {
            return ShellValue.Unknown;
        }

        if (part.Index.Literal is "@" or "*")
        {
            return all.All(element => element.IsKnown) ? ShellValue.Of(string.Join(' ', all.Select(element => element.Text))) : ShellValue.Unknown;
        }

        return int.TryParse(part.Index.Literal, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < all.Count ? all[at] : ShellValue.Unknown;
    }

    private static ShellValue? Named(string name, IExpansionHost host)
    {
        var state = host.State;
        if (state.Find(name) is { } value)
        {
            return value;
        }

        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
        {
            if (state.Positional is null || !int.TryParse(name, CultureInfo.InvariantCulture, out var at))
            {
                return null;
            }

            return at < state.Positional.Count ? ShellValue.Of(state.Positional[at]) : ShellValue.Unset;
        }

        return name switch
        {
            "HOME" => ShellValue.Of(host.Context.Home),
            "USER" or "LOGNAME" => ShellValue.Of(host.Context.User),
            "PWD" when state.WorkingDirectory is { } directory => ShellValue.Of(directory),
            "IFS" => ShellValue.Of(" \t\n"),
            "@" or "*" when state.Positional is { } all && all.Skip(1).All(word => word.IsKnown) => ShellValue.Of(string.Join(' ', all.Skip(1).Select(word => word.Text))),
            "#" when state.Positional is { } counted => ShellValue.Of((counted.Count - 1).ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    private static ShellValue Operate(ParameterPart part, ShellValue value, ShellWord argument, IExpansionHost host)
    {
        var text = value.Text;
        var op = part.Operator;
        var absent = value.IsUnset || (op[0] == ':' && text.Length == 0);
        switch (op)
        {
            case ":-" or "-":
                return absent ? ShellValue.Of(argument) : value;
            case ":=" or "=":
                if (absent)
                {
                    host.State.Set(part.Name, ShellValue.Of(argument));
                }

                return absent ? ShellValue.Of(argument) : value;
            case ":?" or "?":
                return absent ? ShellValue.Unknown : value;
            case ":+" or "+":
                return absent ? ShellValue.Of("") : ShellValue.Of(argument);
            case "^^" when part.Argument is null:
                return ShellValue.Of(text.ToUpperInvariant());
            case ",," when part.Argument is null:
                return ShellValue.Of(text.ToLowerInvariant());
            case "^" or "," when part.Argument is null && text.Length > 0:
                return ShellValue.Of((op == "^" ? char.ToUpperInvariant(text[0]) : char.ToLowerInvariant(text[0])) + text[1..]);
            case ":" when argument.IsKnown:
                return Substring(text, argument.Text);
        }

        // A value as long as the script allows, replaced again and again, would grow without bound.
        if (!argument.IsKnown || argument.Text.AsSpan().IndexOfAny("*?[\\(") >= 0 || text.Length > 4096)
        {
            return ShellValue.Unknown;
        }

        var pattern = argument.Text;
        switch (op)
        {
            case "#" or "##":
                return ShellValue.Of(text.StartsWith(pattern, StringComparison.Ordinal) ? text[pattern.Length..] : text);
            case "%" or "%%":
                return ShellValue.Of(text.EndsWith(pattern, StringComparison.Ordinal) ? text[..^pattern.Length] : text);
            case "/" or "//":
                var slash = pattern.IndexOf('/');
                var search = slash < 0 ? pattern : pattern[..slash];
                var replacement = slash < 0 ? "" : pattern[(slash + 1)..];
                var at = search.Length == 0 ? -1 : text.IndexOf(search, StringComparison.Ordinal);
                if (at < 0 || replacement.Contains('&'))
                {
                    return at < 0 && search.Length > 0 ? value : ShellValue.Unknown;
                }

                return Bounded(op == "//" ? text.Replace(search, replacement, StringComparison.Ordinal) : text[..at] + replacement + text[(at + search.Length)..]);
            default:
                return ShellValue.Unknown;
        }
    }

    private static ShellValue Bounded(string text) => text.Length > 65_536 ? ShellValue.Unknown : ShellValue.Of(text);

    private static ShellValue Substring(string text, string range)
    {
        var pieces = range.Split(':');
        if (pieces.Length > 2 || !int.TryParse(pieces[0].Trim(), CultureInfo.InvariantCulture, out var offset))
        {
            return ShellValue.Unknown;
        }

        var length = text.Length;
        if (pieces.Length == 2 && !int.TryParse(pieces[1].Trim(), CultureInfo.InvariantCulture, out length))
        {
            return ShellValue.Unknown;
        }

        offset = offset < 0 ? text.Length + offset : offset;
        if (offset < 0 || offset > text.Length)
        {
            return ShellValue.Of("");
        }

        var end = length < 0 ? text.Length + length : Math.Min(text.Length, (int)Math.Min((long)offset + length, text.Length));
        return end < offset ? ShellValue.Unknown : ShellValue.Of(text[offset..end]);
    }
}
