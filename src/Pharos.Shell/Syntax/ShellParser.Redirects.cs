namespace Pharos.Shell.Syntax;

/// <summary>Redirections and here-documents.</summary>
internal sealed partial class ShellParser
{
    /// <summary>True at a redirection, with the descriptor before its operator (-1 for the default, -2 for a variable) and its length.</summary>
    private bool AtRedirect(out int descriptor, out int length)
    {
        descriptor = -1;
        length = 0;
        var c = Current;
        if (AtEnd)
        {
            return false;
        }

        if (c is '<' or '>')
        {
            return Peek(1) != '(';
        }

        if (c == '&')
        {
            return Peek(1) == '>';
        }

        if (char.IsAsciiDigit(c))
        {
            var value = 0;
            while (char.IsAsciiDigit(Peek(length)) && length < 9)
            {
                value = (value * 10) + Peek(length) - '0';
                length++;
            }

            descriptor = value;
            return Peek(length) is '<' or '>';
        }

        if (c == '{' && ShellCharacters.IsNameStart(Peek(1)))
        {
            length = 2;
            while (ShellCharacters.IsName(Peek(length)))
            {
                length++;
            }

            descriptor = -2;
            return Peek(length++) == '}' && Peek(length) is '<' or '>';
        }

        return false;
    }

    private RedirectNode Redirect(int descriptor, int length)
    {
        var start = _position;
        _position += length;
        var op = RedirectOperator();
        _position += op.Length;
        SkipBlanks();
        if (AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()))
        {
            _state.Error(Span(start), $"'{op}' has no target");
            return new RedirectNode(op, Default(op, descriptor), new WordNode([], Span(_position), false), Span(start));
        }

        var word = Word();
        var redirect = new RedirectNode(op, Default(op, descriptor), word, Span(start));
        if (op is "<<" or "<<-")
        {
            (_hereDocuments ??= []).Add((redirect, op == "<<-"));
        }

        return redirect;
    }

    private static int Default(string op, int descriptor) => descriptor >= 0 ? descriptor : op[0] == '<' ? 0 : 1;

    private string RedirectOperator() => (Current, Peek(1), Peek(2)) switch
    {
        ('<', '<', '<') => "<<<",
        ('<', '<', '-') => "<<-",
        ('<', '<', _) => "<<",
        ('<', '&', _) => "<&",
        ('<', '>', _) => "<>",
        ('<', _, _) => "<",
        ('>', '>', _) => ">>",
        ('>', '&', _) => ">&",
        ('>', '|', _) => ">|",
        ('&', '>', '>') => "&>>",
        ('&', _, _) => "&>",
        _ => ">",
    };

    /// <summary>Reads the bodies of the here-documents that were announced on the line that just ended.</summary>
    private void ReadHereDocuments()
    {
        if (_hereDocuments is null)
        {
            return;
        }

        var pending = _hereDocuments;
        _hereDocuments = null;
        foreach (var (redirect, stripTabs) in pending)
        {
            ReadHereDocument(redirect, stripTabs);
        }
    }

    private void ReadHereDocument(RedirectNode redirect, bool stripTabs)
    {
        var quoted = false;
        foreach (var part in redirect.Target.Parts)
        {
            quoted |= part.Quoted && part is LiteralPart;
        }

        // A delimiter is never expanded: whatever it holds stands for itself.
        var delimiter = redirect.Target.Literal ?? _text[redirect.Target.Span.Start..Math.Min(redirect.Target.Span.End, _text.Length)];
        var start = _position;
        var end = start;
        while (true)
        {
            if (_position >= _end)
            {
                end = _end;
                break;
            }

            var lineEnd = _text.IndexOf('\n', _position, _end - _position);
            var line = _text.AsSpan(_position, (lineEnd < 0 ? _end : lineEnd) - _position);
            var compared = stripTabs ? line.TrimStart('\t') : line;
            if (compared.SequenceEqual(delimiter) || (compared.EndsWith("\r") && compared[..^1].SequenceEqual(delimiter)))
            {
                end = _position;
                _position = lineEnd < 0 ? _end : lineEnd + 1;
                break;
            }

            if (_substitutions > 0 && compared.Length > delimiter.Length && compared[delimiter.Length] == ')' && compared.StartsWith(delimiter))
            {
                // bash lets the parenthesis that closes the substitution follow the delimiter.
                end = _position;
                _position += line.Length - compared.Length + delimiter.Length;
                break;
            }

            _position = lineEnd < 0 ? _end : lineEnd + 1;
        }

        var after = _position;
        redirect.Target = quoted ? Verbatim(start, end, stripTabs) : Interpolate(start, end, stripTabs);
        _position = after;
    }

    private WordNode Verbatim(int start, int end, bool stripTabs)
    {
        var span = _fixed ?? new SourceSpan(start, end);
        return new WordNode([new LiteralPart(Stripped(start, end, stripTabs), span, true)], span, false);
    }

    private WordNode Interpolate(int start, int end, bool stripTabs)
    {
        var span = _fixed ?? new SourceSpan(start, end);
        if (_text.AsSpan(start, end - start).IndexOfAny('$', '`', '\\') < 0)
        {
            return Verbatim(start, end, stripTabs);
        }

        var parts = new List<WordPart>();
        if (stripTabs)
        {
            new ShellParser(Stripped(start, end, true), _state, span).Interpolated(parts, '\0', 0);
            return new WordNode(parts, span, false);
        }

        var outerEnd = _end;
        var outerHere = _hereDocuments;
        (_position, _end, _hereDocuments) = (start, end, null);
        Interpolated(parts, '\0', start);
        (_end, _hereDocuments) = (outerEnd, outerHere);
        return new WordNode(parts, span, false);
    }

    private string Stripped(int start, int end, bool stripTabs)
    {
        var text = _text[start..end];
        return stripTabs ? string.Join('\n', text.Split('\n').Select(line => line.TrimStart('\t'))) : text;
    }
}
