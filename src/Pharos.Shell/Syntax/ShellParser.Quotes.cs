using System.Text;

namespace Pharos.Shell.Syntax;

/// <summary>Text between double quotes, and here-documents, which are read alike.</summary>
internal sealed partial class ShellParser
{
    /// <summary>Reads up to the closing quote, the opening one having been read.</summary>
    private void DoubleQuoted(List<WordPart> parts, int start)
    {
        if (!Enter(start))
        {
            return;
        }

        var count = parts.Count;
        Interpolated(parts, '"', start);
        if (parts.Count == count)
        {
            // An empty pair of quotes makes a word of its own, so it has to leave a trace.
            parts.Add(new LiteralPart("", Span(start), true));
        }

        Leave();
    }

    /// <summary>Text in which only <c>$</c>, backticks and some backslashes are special, up to <paramref name="closer"/> or, with NUL, to the end.</summary>
    private void Interpolated(List<WordPart> parts, char closer, int start)
    {
        var text = new StringBuilder();
        var from = _position;
        while (true)
        {
            if (AtEnd)
            {
                if (closer != '\0' && !_state.IsAborted)
                {
                    _state.Error(_fixed ?? new SourceSpan(start, start + 1), closer == '"' ? "a double quote is not closed" : $"'{closer}' is missing");
                }

                break;
            }

            var c = _text[_position];
            if (c == closer && closer != '\0')
            {
                _position++;
                break;
            }

            if (c == '\\' && _position + 1 < _end)
            {
                var next = _text[_position + 1];
                if (next is '$' or '`' or '\\' || (next == '"' && closer == '"'))
                {
                    text.Append(next);
                }
                else if (next != '\n')
                {
                    text.Append(c).Append(next);
                }

                _position += 2;
            }
            else if (c is '$' or '`')
            {
                Drain(text, parts, from);
                if (c == '`')
                {
                    parts.Add(Backticks(true));
                }
                else
                {
                    Dollar(parts, true);
                }

                from = _position;
            }
            else
            {
                var next = _position + 1;
                while (next < _end && _text[next] is not ('\\' or '$' or '`') && (_text[next] != closer || closer == '\0'))
                {
                    next++;
                }

                text.Append(_text, _position, next - _position);
                _position = next;
            }
        }

        Drain(text, parts, from);
    }

    private void Drain(StringBuilder text, List<WordPart> parts, int from)
    {
        if (text.Length > 0)
        {
            parts.Add(new LiteralPart(text.ToString(), Span(from), true));
            text.Clear();
        }
    }
}
