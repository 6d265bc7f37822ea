namespace Pharos.Shell.Syntax;

/// <summary>
/// Parses POSIX sh and bash in one pass. What is wrong is noted and stepped over, so that everything that can be understood is listed.
/// This file holds lists and pipelines; each other part of the grammar stands in a file of its name.
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

    /// <summary>Parses a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="limits">How deep and how large the tree may be.</param>
    /// <param name="depth">How deep the text already stands inside other scripts.</param>
    public static ParsedScript Parse(string text, ShellLimits limits, int depth = 0)
    {
        var state = new ParseState(limits, depth);
        if (LineContinuations.InsideToken(text) is { } inside)
        {
            state.Doubt(inside, "a line continuation stands inside an operator or an expansion");
        }

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
            if (statement is not null && Current == '&' && Peek(1) != '&')
            {
                background = true;
                _position++;
            }
            else if (statement is not null && Current == ';' && Peek(1) != ';' && Peek(1) != '&')
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
            if (!AtEnd && (negated || timed) && Current is not (';' or '\n' or '\r'))
            {
                _state.Error(Span(start), "a command is missing");
            }

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
}
