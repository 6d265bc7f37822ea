namespace Pharos.Shell.Syntax;

/// <summary>
/// Parses POSIX sh and bash in one pass. What is wrong is noted and stepped over, so that everything that can be understood is listed.
/// The word grammar stands in the other half of this class.
/// </summary>
internal sealed partial class ShellParser
{
    private readonly string _text;
    private readonly ParseState _state;

    /// <summary>Where everything stands when the text is not the script itself but was taken out of one of its words.</summary>
    private readonly SourceSpan? _fixed;

    private int _position;
    private int _end;
    private int _substitutions;
    private List<(RedirectNode Redirect, bool StripTabs)>? _hereDocuments;

    private ShellParser(string text, ParseState state, SourceSpan? at)
    {
        _text = text;
        _end = text.Length;
        _state = state;
        _fixed = at;
    }

    private enum Keyword
    {
        None, If, Then, Elif, Else, Fi, While, Until, Do, Done, For, Select, Case, Esac, Function, Open, Close, Bang, Test, Time, Coproc,
    }

    private bool AtEnd => _position >= _end;

    private char Current => _position < _end ? _text[_position] : '\0';

    /// <summary>Parses a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="limits">How deep and how large the tree may be.</param>
    /// <param name="depth">How deep the text already stands inside other scripts.</param>
    public static ParsedScript Parse(string text, ShellLimits limits, int depth = 0)
    {
        var state = new ParseState(limits, depth);
        var body = new ShellParser(text, state, null).Script();
        return new ParsedScript(body, state.Errors, state.Doubts);
    }

    private ListNode Script()
    {
        var first = List();
        if (AtEnd || _state.IsAborted)
        {
            ReadHereDocuments();
            return first;
        }

        var items = new List<ListItem>(first.Items);
        while (!AtEnd && !_state.IsAborted)
        {
            var start = _position;
            SkipToken();
            _state.Error(Span(start), $"unexpected '{Shown(start)}'");
            items.AddRange(List().Items);
        }

        ReadHereDocuments();
        return new ListNode(items, Span(0));
    }

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

    /// <summary>Reads statements up to the end or to a token that closes something; the caller checks which.</summary>
    private ListNode List()
    {
        var start = _position;
        var items = new List<ListItem>(1);
        while (true)
        {
            SkipLineBreaks();
            if (_state.IsAborted)
            {
                _position = _end;
            }

            if (AtEnd || AtCloser())
            {
                break;
            }

            var before = _position;
            var statement = AndOr();
            SkipBlanks();
            var background = false;
            if (Current == '&' && Peek(1) != '&')
            {
                background = true;
                _position++;
            }
            else if (Current == ';' && Peek(1) != ';' && Peek(1) != '&')
            {
                _position++;
            }
            else if (!AtEnd && Current is not ('\n' or '\r') && !AtCloser())
            {
                var at = _position;
                SkipToken();
                _state.Error(Span(at), $"unexpected '{Shown(at)}'");
            }

            if (statement is not null)
            {
                items.Add(new ListItem(statement, background));
            }

            if (_position == before)
            {
                SkipToken();
                _state.Error(Span(before), $"unexpected '{Shown(before)}'");
            }
        }

        return new ListNode(items, Span(start));
    }

    private ListNode Body(string of)
    {
        var start = _position;
        var list = List();
        if (list.Items.Count == 0 && !_state.IsAborted)
        {
            _state.Error(Span(start), $"nothing stands inside {of}");
        }

        return list;
    }

    private bool AtCloser()
    {
        var c = Current;
        return c == ')' || (c == ';' && Peek(1) is ';' or '&')
            || (c is 't' or 'd' or 'f' or 'e' or '}' && PeekKeyword() is Keyword.Then or Keyword.Do or Keyword.Done or Keyword.Fi or Keyword.Elif or Keyword.Else or Keyword.Esac or Keyword.Close);
    }

    private StatementNode? AndOr()
    {
        var start = _position;
        var first = Pipeline();
        List<AndOrItem>? rest = null;
        while (true)
        {
            SkipBlanks();
            var and = Current == '&' && Peek(1) == '&';
            if (!and && !(Current == '|' && Peek(1) == '|'))
            {
                break;
            }

            var at = _position;
            _position += 2;
            if (first is null)
            {
                _state.Error(Span(at), "an operator without a command before it");
            }

            SkipLineBreaks();
            var right = Pipeline();
            if (right is null)
            {
                _state.Error(Span(at), "an operator without a command after it");
                break;
            }

            (rest ??= []).Add(new AndOrItem(and, right));
        }

        if (rest is null)
        {
            return first;
        }

        return new AndOrNode(first ?? new ListNode([], Span(start)), rest, Span(start));
    }

    private StatementNode? Pipeline()
    {
        SkipBlanks();
        var start = _position;
        var negated = false;
        var timed = false;
        while (true)
        {
            var keyword = PeekKeyword();
            if (keyword == Keyword.Bang)
            {
                negated = !negated;
                _position++;
            }
            else if (keyword == Keyword.Time)
            {
                timed = true;
                _position += 4;
                SkipBlanks();
                if (Current == '-' && Peek(1) == 'p' && (Peek(2) == '\0' || ShellCharacters.EndsWord(Peek(2))))
                {
                    _position += 2;
                }
            }
            else
            {
                break;
            }

            SkipBlanks();
        }

        var first = Command();
        if (first is null)
        {
            return negated || timed ? new ListNode([], Span(start)) : null;
        }

        List<StatementNode>? stages = null;
        while (true)
        {
            SkipBlanks();
            if (Current != '|' || Peek(1) == '|')
            {
                break;
            }

            var at = _position;
            _position += Peek(1) == '&' ? 2 : 1;
            SkipLineBreaks();
            var next = Command();
            if (next is null)
            {
                _state.Error(Span(at), "a pipe without a command after it");
                break;
            }

            (stages ??= [first]).Add(next);
        }

        if (stages is null && !negated)
        {
            return first;
        }

        return new PipelineNode(stages ?? [first], negated, Span(start));
    }

    private StatementNode? Command()
    {
        SkipBlanks();
        if (AtEnd || _state.IsAborted)
        {
            return null;
        }

        var start = _position;
        _state.Count(Span(start));
        var c = Current;
        if (c == '(')
        {
            return WithRedirects(Parenthesis());
        }

        var keyword = PeekKeyword();
        if (keyword == Keyword.None)
        {
            return ShellCharacters.EndsWord(c) && !AtProcessSubstitution() && !AtRedirect(out _, out _) ? null : Simple();
        }

        if (keyword == Keyword.Function)
        {
            return FunctionKeyword();
        }

        if (!IsOpener(keyword))
        {
            return null;
        }

        if (!Enter(start))
        {
            return null;
        }

        var node = keyword switch
        {
            Keyword.If => If(),
            Keyword.While or Keyword.Until => While(keyword == Keyword.Until),
            Keyword.For => For(),
            Keyword.Select => Select(),
            Keyword.Case => Case(),
            Keyword.Open => Group(),
            Keyword.Test => Condition(),
            _ => Coprocess(),
        };
        Leave();
        return keyword == Keyword.Coproc ? node : WithRedirects(node);
    }

    private static bool IsOpener(Keyword keyword) => keyword is Keyword.If or Keyword.While or Keyword.Until or Keyword.For or Keyword.Select or Keyword.Case or Keyword.Open
        or Keyword.Test or Keyword.Coproc;

    private StatementNode WithRedirects(StatementNode node)
    {
        List<RedirectNode>? redirects = null;
        while (true)
        {
            SkipBlanks();
            if (!AtRedirect(out var descriptor, out var length))
            {
                break;
            }

            (redirects ??= []).Add(Redirect(descriptor, length));
        }

        return redirects is null ? node : node with { Redirects = redirects };
    }

    private StatementNode Simple()
    {
        var start = _position;
        List<AssignmentNode>? assignments = null;
        List<AssignmentNode>? declarations = null;
        List<RedirectNode>? redirects = null;
        var words = new List<WordNode>(4);
        var declares = false;
        while (true)
        {
            SkipBlanks();
            if (AtEnd)
            {
                break;
            }

            var c = Current;
            if (c is '<' or '>' or '&' or '{' || char.IsAsciiDigit(c))
            {
                if (AtRedirect(out var descriptor, out var length))
                {
                    (redirects ??= []).Add(Redirect(descriptor, length));
                    continue;
                }
            }

            if (c is '\n' or '\r' or ';' or '&' or '|' or ')')
            {
                break;
            }

            if (c == '(')
            {
                if (words.Count == 1 && assignments is null && redirects is null && IsEmptyParenthesis())
                {
                    return Function(start, words[0].Literal ?? _text[words[0].Span.Start..words[0].Span.End]);
                }

                _state.Error(Span(_position), "unexpected '('");
                _position++;
                continue;
            }

            if ((words.Count == 0 || declares) && ShellCharacters.IsNameStart(c) && TryAssignment(out var assignment))
            {
                if (words.Count == 0)
                {
                    (assignments ??= []).Add(assignment);
                }
                else
                {
                    (declarations ??= []).Add(assignment);
                }

                continue;
            }

            var word = Word();
            words.Add(word);
            if (words.Count == 1)
            {
                declares = word.IsPlain && word.Literal is "declare" or "local" or "export" or "typeset" or "readonly";
            }
        }

        return new SimpleNode(assignments ?? (IReadOnlyList<AssignmentNode>)[], words, Span(start))
        {
            Redirects = redirects ?? (IReadOnlyList<RedirectNode>)[],
            Declarations = declarations ?? (IReadOnlyList<AssignmentNode>)[],
        };
    }

    private bool IsEmptyParenthesis()
    {
        var i = _position + 1;
        while (i < _end && _text[i] is ' ' or '\t')
        {
            i++;
        }

        return i < _end && _text[i] == ')';
    }

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
            case '!' when EndsKeyword(i + 1):
                return Keyword.Bang;
            case '[' when i + 1 < _end && _text[i + 1] == '[' && EndsKeyword(i + 2):
                return Keyword.Test;
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
            _ => Keyword.None,
        };
    }

    private bool EndsKeyword(int i) => i >= _end || ShellCharacters.EndsWord(_text[i]);

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
