namespace Pharos.Shell.Syntax;

/// <summary>Reserved words, which are only reserved where a command may begin.</summary>
internal sealed partial class ShellParser
{
    private enum Keyword
    {
        None, If, Then, Elif, Else, Fi, While, Until, Do, Done, For, Select, Case, Esac, Function, Open, Close, Bang, Test, TestEnd, Time, Coproc, In,
    }

    private static bool IsOpener(Keyword keyword) => keyword is Keyword.If or Keyword.While or Keyword.Until or Keyword.For or Keyword.Select or Keyword.Case or Keyword.Open
        or Keyword.Test or Keyword.Coproc;

    private Keyword PeekKeyword()
    {
        var i = _position;
        if (i >= _end)
        {
            return Keyword.None;
        }

        switch (_text[i])
        {
            case '{' when EndsKeyword(i + 1):
                return Keyword.Open;
            case '}' when EndsKeyword(i + 1):
                return Keyword.Close;
            case '!' when EndsKeyword(i + 1) && !(_state.ReadsExtendedPatterns && Peek(1) == '('):
                return Keyword.Bang;
            case '[' when i + 1 < _end && _text[i + 1] == '[' && EndsKeyword(i + 2):
                return Keyword.Test;
            case ']' when i + 1 < _end && _text[i + 1] == ']' && EndsKeyword(i + 2):
                return Keyword.TestEnd;
            case 'i' or 't' or 'e' or 'f' or 'w' or 'u' or 'd' or 's' or 'c':
                break;
            default:
                return Keyword.None;
        }

        var limit = Math.Min(_end, i + 9);
        while (i < limit && char.IsAsciiLetterLower(_text[i]))
        {
            i++;
        }

        if (!EndsKeyword(i))
        {
            return Keyword.None;
        }

        return _text.AsSpan(_position, i - _position) switch
        {
            "if" => Keyword.If,
            "then" => Keyword.Then,
            "elif" => Keyword.Elif,
            "else" => Keyword.Else,
            "fi" => Keyword.Fi,
            "while" => Keyword.While,
            "until" => Keyword.Until,
            "do" => Keyword.Do,
            "done" => Keyword.Done,
            "for" => Keyword.For,
            "select" => Keyword.Select,
            "case" => Keyword.Case,
            "esac" => Keyword.Esac,
            "function" => Keyword.Function,
            "time" => Keyword.Time,
            "coproc" => Keyword.Coproc,
            "in" => Keyword.In,
            _ => Keyword.None,
        };
    }

    private bool EndsKeyword(int i)
    {
        while (i + 1 < _end && _text[i] == '\\' && _text[i + 1] == '\n')
        {
            i += 2;
        }

        return i >= _end || ShellCharacters.EndsWord(_text[i]);
    }

    private bool Expect(Keyword keyword, string text, int openedAt, string opener)
    {
        SkipLineBreaks();
        if (PeekKeyword() == keyword)
        {
            _position += text.Length;
            return true;
        }

        if (!_state.IsAborted)
        {
            _state.Error(new SourceSpan(Span(openedAt).Start, Span(openedAt).End), $"'{text}' of {opener} is missing");
        }

        return false;
    }
}
