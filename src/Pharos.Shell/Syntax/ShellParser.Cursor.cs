namespace Pharos.Shell.Syntax;

/// <summary>Where the parser stands in the text, and what it steps over.</summary>
internal sealed partial class ShellParser
{
    private bool AtEnd => _position >= _end;
    private char Current => _position < _end ? _text[_position] : '\0';

    private string Shown(int start) => _text[start..Math.Min(_position, start + 20)].ReplaceLineEndings(" ");

    private SourceSpan Span(int start) => _fixed ?? new SourceSpan(start, Math.Max(start, Math.Min(_position, _text.Length)));

    private char Peek(int offset) => _position + offset < _end ? _text[_position + offset] : '\0';

    private bool Enter(int start)
    {
        if (_state.Depth >= _state.MaximumDepth)
        {
            _state.Abort(Span(start), "nested deeper than is analysed");
            _position = _end;
            return false;
        }

        _state.Depth++;
        return true;
    }

    private void Leave() => _state.Depth--;

    /// <summary>Skips blanks, line continuations and a comment.</summary>
    private void SkipBlanks()
    {
        while (_position < _end)
        {
            var c = _text[_position];
            if (c is ' ' or '\t')
            {
                _position++;
            }
            else if (c == '\\' && Peek(1) == '\n')
            {
                _position += 2;
            }
            else if (c == '#' && (_position == 0 || ShellCharacters.EndsWord(_text[_position - 1]) || _text[_position - 1] is '`' or '{' || IsAfterContinuation()))
            {
                while (_position < _end && _text[_position] is not ('\n' or '\r'))
                {
                    _position++;
                }
            }
            else
            {
                return;
            }
        }
    }

    private bool IsAfterContinuation() => _position > 1 && _text[_position - 1] == '\n';

    private void SkipLineBreaks()
    {
        while (true)
        {
            SkipBlanks();
            var c = Current;
            if (AtEnd || c is not ('\n' or '\r'))
            {
                return;
            }

            if (c == '\r')
            {
                _state.Doubt(Span(_position), "a carriage return separates commands in some shells and is part of a word in others");
                _position++;
                continue;
            }

            _position++;
            _state.EndLine();
            ReadHereDocuments();
        }
    }

    private void SkipToken()
    {
        if (AtEnd)
        {
            return;
        }

        var c = Current;
        if (ShellCharacters.EndsWord(c))
        {
            _position += c is ';' or '&' or '|' && Peek(1) == c ? 2 : 1;
            return;
        }

        while (!AtEnd && !ShellCharacters.EndsWord(Current))
        {
            _position++;
        }
    }
}
