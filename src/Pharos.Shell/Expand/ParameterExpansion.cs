using System.Globalization;
using System.Text;
using Pharos.Shell.Syntax;

namespace Pharos.Shell.Expand;

/// <summary>The value of <c>$x</c> and <c>${x…}</c> where the script itself tells it.</summary>
internal static class ParameterExpansion
{
    public static ShellValue Value(ParameterPart part, IExpansionHost host, WordExpander words)
    {
        var index = part.Index;
        if (index is not null && index.Literal is not ("@" or "*"))
        {
            words.Arithmetic(index);
        }

        // The argument is expanded whether it is used or not: what it holds may run.
        var argument = part.Argument is null ? ShellWord.Known("", part.Span) : part.Operator == ":" ? Numbers(part.Argument, words) : words.Single(part.Argument);
        var value = Plain(part, host);
        if (part.IsIndirect)
        {
            value = Indirect(part, value, host);
        }

        if (part.IsLength && IsAll(part))
        {
            return Count(part, host) is { } count ? ShellValue.Of(count.ToString(CultureInfo.InvariantCulture)) : ShellValue.Unknown;
        }

        if (part.IsLength)
        {
            return value is { IsKnown: true, Elements: null } && Ascii.IsValid(value.Text) ? ShellValue.Of(value.Text.Length.ToString(CultureInfo.InvariantCulture)) : ShellValue.Unknown;
        }

        if (part.Operator.Length == 0)
        {
            return value ?? ShellValue.Unknown;
        }

        if (part.Operator == "@" && argument.Text is "P")
        {
            host.Doubt(part.Span, "the prompt expansion of a value runs the substitutions inside it");
        }

        if (value is { IsGlob: true } && part.Operator is "%" or "%%" or "#" or "##" or "/" or "//" && argument.IsKnown && !IsAll(part))
        {
            // What is taken off each name is taken off the pattern that they match.
            return Operate(part, value with { IsKnown = true }, argument, host) is { IsKnown: true } changed ? changed with { IsKnown = false, IsGlob = true, Prefix = "", Selection = null } : ShellValue.Unknown;
        }

        if (value is not { IsKnown: true })
        {
            if (part.Operator is "=" or ":=")
            {
                host.State.Set(part.Name, ShellValue.Unknown);
            }

            return ShellValue.Unknown;
        }

        // What is done to each of several values, and quotes that keep an argument from being split, are not followed.
        return IsAll(part) || (!part.Quoted && HoldsQuotes(part.Argument)) ? ShellValue.Unknown : Operate(part, value, argument, host);
    }

    /// <summary>True for <c>$@</c>, <c>$*</c>, and a whole array.</summary>
    public static bool IsAll(WordPart part) => part is ParameterPart { Name: "@" or "*" } or ParameterPart { Index.Literal: "@" or "*" };

    private static int? Count(ParameterPart part, IExpansionHost host) =>
        part.Index is not null ? host.State.Find(part.Name)?.Elements?.Count : host.State.Positional is { } all && all.All(word => !word.MayBeSeveral && !word.IsGlob) ? all.Count - 1 : null;

    private static ShellWord Numbers(WordNode argument, WordExpander words)
    {
        if (argument.Literal is { } literal)
        {
            words.Arithmetic(argument);
            return ShellWord.Known(literal, argument.Span);
        }

        words.Arithmetic(argument);
        return new ShellWord("", false, "", false, argument.Span);
    }

    private static bool HoldsQuotes(WordNode? argument)
    {
        if (argument is not null)
        {
            foreach (var part in argument.Parts)
            {
                if (part.Quoted)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ShellValue Indirect(ParameterPart part, ShellValue? name, IExpansionHost host)
    {
        if (name is not { IsKnown: true } || part.Operator.Length > 0 || part.Index is not null)
        {
            // What the name stands for may be an element whose subscript is evaluated.
            if (name is null or { IsKnown: false } || name.Text.Contains('['))
            {
                host.Doubt(part.Span, "a variable's name is taken from another variable");
            }

            return ShellValue.Unknown;
        }

        if (name.Text.AsSpan().IndexOfAny('[', '$', '`') >= 0)
        {
            host.Doubt(part.Span, "a variable's text is evaluated as a subscript");
            return ShellValue.Unknown;
        }

        return name.Text.Length > 0 && name.Text.All(Syntax.ShellCharacters.IsName) && !host.State.IsRestricted(part.Name) ? Named(name.Text, host) ?? ShellValue.Unknown : ShellValue.Unknown;
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
            return Joined(all, part.Index.Literal, host);
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

            for (var i = 1; i <= at && i < state.Positional.Count; i++)
            {
                if (state.Positional[i].MayBeSeveral || state.Positional[i].IsGlob)
                {
                    // How many words stand before this one is not certain.
                    return i == at && state.Positional[i].IsGlob ? ShellValue.Names(state.Positional[i]) : ShellValue.Unknown;
                }
            }

            return at < state.Positional.Count ? ShellValue.Names(state.Positional[at]) : ShellValue.Unset;
        }

        return name switch
        {
            "HOME" => ShellValue.Of(host.Context.Home),
            "USER" or "LOGNAME" => ShellValue.Of(host.Context.User),
            "PWD" when state.WorkingDirectory is { } directory => ShellValue.Of(directory),
            "IFS" => ShellValue.Of(" \t\n"),
            "@" or "*" when state.Positional is { } all => Joined([.. all.Skip(1).Select(ShellValue.Names)], name, host),
            "#" when state.Positional is { } counted && counted.All(word => !word.MayBeSeveral && !word.IsGlob) => ShellValue.Of((counted.Count - 1).ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    /// <summary>All values as one: between quotes <c>*</c> puts the first field separator between them.</summary>
    private static ShellValue Joined(IReadOnlyList<ShellValue> all, string sign, IExpansionHost host)
    {
        var separator = " ";
        if (host.State.Find("IFS") is { IsUnset: false } separators)
        {
            if (!separators.IsKnown || sign == "@")
            {
                return ShellValue.Unknown;
            }

            separator = separators.Text.Length == 0 ? "" : separators.Text[..1];
        }

        return all.All(element => element.IsKnown) ? ShellValue.Of(string.Join(separator, all.Select(element => element.Text))) with { IsUnset = all.Count == 0 } : ShellValue.Unknown;
    }

    private static ShellValue Operate(ParameterPart part, ShellValue value, ShellWord argument, IExpansionHost host)
    {
        var text = value.Text;
        var op = part.Operator;
        if (!Ascii.IsValid(text) && op is ":" or "^" or "^^" or "," or ",,")
        {
            // Whether bytes or characters are meant depends on the locale.
            return ShellValue.Unknown;
        }

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
