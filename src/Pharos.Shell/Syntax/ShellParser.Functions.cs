namespace Pharos.Shell.Syntax;

/// <summary>Function definitions and coprocesses.</summary>
internal sealed partial class ShellParser
{
    private StatementNode FunctionKeyword()
    {
        var start = _position;
        _position += 8;
        SkipBlanks();
        var name = Name();
        if (name.Length == 0)
        {
            _state.Error(Span(start), "the function has no name");
            return new ListNode([], Span(start));
        }

        SkipBlanks();
        return Function(start, name);
    }

    private FunctionNode Function(int start, string name)
    {
        if (Current == '(' && IsEmptyParenthesis())
        {
            _position = _text.IndexOf(')', _position) + 1;
        }

        SkipLineBreaks();
        var at = _position;
        StatementNode? body = null;
        if (Enter(start))
        {
            if (Current == '(' || (PeekKeyword() is var keyword && IsOpener(keyword) && keyword != Keyword.Coproc))
            {
                body = Command();
            }
            else if (!AtEnd && !ShellCharacters.EndsWord(Current))
            {
                _state.Error(Span(at), "the body of a function is not a compound command");
                body = Command();
            }

            Leave();
        }

        if (body is null && !_state.IsAborted)
        {
            _state.Error(Span(start), "the function has no body");
        }

        return new FunctionNode(name, body ?? new ListNode([], Span(at)), Span(start));
    }

    private CoprocessNode Coprocess()
    {
        var start = _position;
        _position += 6;
        SkipBlanks();
        var saved = _position;
        if (!(Current == '(' || IsOpener(PeekKeyword())))
        {
            // A name is only a name when a compound command follows it.
            var name = Name();
            if (!AtEnd && ShellCharacters.StartsPart(Current))
            {
                _state.Doubt(Span(saved), "it is not clear whether 'coproc' is followed by a name or by a command");
            }

            SkipBlanks();
            if (name.Length == 0 || !(Current == '(' || IsOpener(PeekKeyword())))
            {
                _position = saved;
            }
        }

        var body = Command();
        if (body is null && !_state.IsAborted)
        {
            _state.Error(Span(start), "'coproc' has no command");
        }

        return new CoprocessNode(body ?? new ListNode([], Span(start)), Span(start));
    }
}
