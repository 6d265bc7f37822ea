namespace Pharos.Shell.Syntax;

/// <summary>The bodies of here-documents.</summary>
internal sealed partial class ShellParser
{
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
        return new WordNode([new LiteralPart(Stripped(start, end, stripTabs), span, true)], span);
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
            return new WordNode(parts, span);
        }

        var outerEnd = _end;
        var outerHere = _hereDocuments;
        (_position, _end, _hereDocuments) = (start, end, null);
        Interpolated(parts, '\0', start);
        (_end, _hereDocuments) = (outerEnd, outerHere);
        return new WordNode(parts, span);
    }

    private string Stripped(int start, int end, bool stripTabs)
    {
        var text = _text[start..end];
        return stripTabs ? string.Join('\n', text.Split('\n').Select(line => line.TrimStart('\t'))) : text;
    }
}
