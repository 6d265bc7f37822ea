namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Texts, commands and patterns in every form of quoting.</summary>
internal sealed partial class CodeLexer
{
    private void Text(int start, char quote, bool raw, bool formatted)
    {
        var open = code.IndexOf(quote, start);
        var triple = dialect.PythonStrings && open + 2 < to && code[open + 1] == quote && code[open + 2] == quote;
        var inside = open + (triple ? 3 : 1);
        var end = inside;

        // Code inside a text may hold the same quote again; in the other languages it cannot.
        var mark = quote == '`' && dialect.Templates ? '$' : dialect.Interpolation == '#' ? '#' : '\0';
        while (end < to && !(code[end] == quote && (!triple || end + 2 < to && code[end + 1] == quote && code[end + 2] == quote)))
        {
            if (code[end] == '\\')
            {
                end += 2;
            }
            else if (code[end] is '{' && end > inside && quote != '\'' && code[end - 1] == mark)
            {
                end = EndOfBraces(end, to);
            }
            else
            {
                end++;
            }
        }

        end = Math.Min(end, to);
        var after = Math.Min(to, end + (triple ? 3 : 1));
        if (quote == '`')
        {
            Made(dialect.BackticksRun ? CodeTokenKind.Command : CodeTokenKind.Text, start, inside, end, after, '$');
        }
        else if (formatted)
        {
            Made(CodeTokenKind.Text, start, inside, end, after, '{');
        }
        else if (quote == '"' && dialect.Interpolation != '\0')
        {
            Made(CodeTokenKind.Text, start, inside, end, after, dialect.Interpolation);
        }
        else
        {
            Add(CodeTokenKind.Text, start, after, raw ? code[inside..end] : Decoded(inside, end, quote == '\'' && dialect.PlainSingleQuotes));
        }
    }

    private string Decoded(int start, int end, bool plain = false) => CodeEscapes.Decode(code.AsSpan(start, end - start), plain, dialect.LongBrackets);

    /// <summary>A text that may hold code.</summary>
    private void Made(CodeTokenKind kind, int start, int inside, int end, int after, char mark)
    {
        mark = kind == CodeTokenKind.Command && dialect.Interpolation == '#' ? '#' : mark;
        if (code.AsSpan(inside, end - inside).IndexOfAny(mark, mark == '$' && dialect.PerlQuoting ? '@' : mark) < 0)
        {
            Add(kind, start, after, Decoded(inside, end));
            return;
        }

        var parts = new List<CodePart>();
        var literal = inside;
        for (var i = inside; i < end;)
        {
            if (code[i] == '\\')
            {
                i += 2;
                continue;
            }

            if (PartAt(i, end, mark, out var from, out var until, out var next))
            {
                parts.Add(new CodePart(Decoded(literal, i), 0, 0));
                parts.Add(new CodePart(null, from, until));
                literal = i = next;
            }
            else
            {
                i += mark == '{' && code[i] is '{' or '}' && i + 1 < end && code[i + 1] == code[i] ? 2 : 1;
            }
        }

        parts.Add(new CodePart(Decoded(Math.Min(literal, end), end), 0, 0));
        Add(kind, start, after, parts.Count == 1 ? parts[0].Literal : null, parts.Count == 1 ? null : parts);
    }

    private bool PartAt(int at, int end, char mark, out int from, out int until, out int next)
    {
        (from, until, next) = (at, at, at);
        var character = code[at];
        if (character != mark && !(character == '@' && mark == '$' && dialect.PerlQuoting) || at + 1 >= end)
        {
            return character == '{' && mark == '$' && !dialect.PerlQuoting && !dialect.Templates && at + 1 < end && code[at + 1] == '$' && Braced(at, end, out from, out until, out next);
        }

        if (mark == '{')
        {
            return code[at + 1] != '{' && Braced(at, end, out from, out until, out next);
        }

        if (code[at + 1] == '{')
        {
            var found = Braced(at + 1, end, out from, out until, out next);
            if (found && dialect.Sigils.Length > 0 && dialect.Interpolation == '$' && code.AsSpan(from, until - from).IndexOfAnyExcept(NameCharacters) < 0)
            {
                // ${name} is the variable of that name.
                until = next;
                from = at;
            }

            return found;
        }

        if (mark != '$' || dialect.Templates || !(char.IsLetter(code[at + 1]) || code[at + 1] is '_' || code[at + 1] is '$' && dialect.PerlQuoting || char.IsAsciiDigit(code[at + 1])))
        {
            return false;
        }

        next = at + 1;
        while (next < end && (char.IsLetterOrDigit(code[next]) || code[next] is '_' or '$' && next == at + 1))
        {
            next++;
        }

        // A subscript belongs to the variable: $h{x}, $x->[0], $x['k'].
        if (next + 2 < end && code[next] == '-' && code[next + 1] == '>' && code[next + 2] is '[' or '{')
        {
            next += 2;
        }

        while (next < end && (code[next] == '[' || code[next] == '{' && dialect.PerlQuoting))
        {
            var close = code.AsSpan(next, end - next).IndexOf(code[next] == '[' ? ']' : '}');
            if (close < 0)
            {
                break;
            }

            next += close + 1;
        }

        until = next;
        return true;
    }

    private bool Braced(int open, int end, out int from, out int until, out int next)
    {
        next = EndOfBraces(open, end);
        from = open + 1;
        until = Math.Max(from, next - 1);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>The place after the brace that closes the one at <paramref name="open"/>; texts inside are skipped.</summary>
    private int EndOfBraces(int open, int limit)
    {
        var depth = 0;
        for (var i = open; i < limit; i++)
        {
            switch (code[i])
            {
                case '\\':
                    i++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return i + 1;
                case '"' or '\'' when i > open && depth > 0:
                    // A quote that nothing closes is a letter.
                    var close = code.AsSpan(i + 1, limit - i - 1).IndexOf(code[i]);
                    i += Math.Max(0, close + 1);
                    break;
            }
        }

        return limit;
    }

    /// <summary>The place after the closing delimiter; brackets nest.</summary>
    private int Delimited(int at, char open, char close)
    {
        var depth = 1;
        for (; at < to; at++)
        {
            if (code[at] == '\\')
            {
                at++;
            }
            else if (code[at] == close && --depth == 0)
            {
                return at + 1;
            }
            else if (open != close && code[at] == open)
            {
                depth++;
            }
        }

        return to;
    }

    private static char Closing(char open) => open switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', _ => open };

    private bool PercentText(int start)
    {
        var at = start + 1;
        var form = at < to && char.IsAsciiLetter(code[at]) ? code[at++] : 'Q';
        if (at >= to || code[at] is not ('(' or '[' or '{' or '<' or '|' or '!' or '/') || form is not ('w' or 'W' or 'i' or 'x' or 'q' or 'Q' or 'r'))
        {
            return false;
        }

        Quoted(start, at, form switch { 'w' or 'W' or 'i' => "qw", 'x' => "qx", 'q' => "q", 'r' => "m", _ => "qq" });
        return true;
    }

    private bool PerlText(int start, ReadOnlySpan<char> name)
    {
        var at = _at;
        if (name is not ("q" or "qq" or "qw" or "qx" or "qr" or "m" or "s" or "y" or "tr") || code[at] == '}')
        {
            return false;
        }

        while (at < to && code[at] == ' ')
        {
            at++;
        }

        if (at >= to || char.IsLetterOrDigit(code[at]) || code[at] is ',' or ';' or ')' or '=' && name is "s" or "y" or "m" or "q" || at > _at && code[at] == '#' || code[at] == '=' && at + 1 < to && code[at + 1] == '>')
        {
            return false;
        }

        Quoted(start, at, name is "qr" ? "m" : name.ToString());
        return true;
    }

    private void Quoted(int start, int open, string form)
    {
        var close = Closing(code[open]);
        var end = Delimited(open + 1, code[open], close);
        var until = end > open + 1 && code[end - 1] == close ? end - 1 : end;
        switch (form)
        {
            case "q":
                Add(CodeTokenKind.Text, start, end, Decoded(open + 1, until, plain: true));
                break;
            case "qq":
                Made(CodeTokenKind.Text, start, open + 1, until, end, dialect.Interpolation);
                break;
            case "qw":
                Add(CodeTokenKind.Words, start, end, code[(open + 1)..until]);
                break;
            case "qx":
                Made(CodeTokenKind.Command, start, open + 1, until, end, dialect.Interpolation);
                break;
            case "m":
                Add(CodeTokenKind.Pattern, start, Flags(end));
                break;
            default:
                Substitution(start, open, end, form);
                break;
        }
    }

    private void Substitution(int start, int open, int middle, string form)
    {
        var second = middle;
        if (Closing(code[open]) != code[open])
        {
            while (second < to && char.IsWhiteSpace(code[second]))
            {
                second++;
            }

            second = Math.Min(second + 1, to);
        }

        var opening = second > middle ? code[second - 1] : code[open];
        var end = Delimited(second, opening, Closing(opening));
        var replacementEnd = end > second && code[end - 1] == Closing(opening) ? end - 1 : end;
        var flags = Flags(end);
        var runs = form == "s" && code.AsSpan(end, flags - end).Contains('e');
        Add(CodeTokenKind.Pattern, start, flags, null, runs ? [new CodePart(null, second, Math.Max(second, replacementEnd))] : null);
    }
}
