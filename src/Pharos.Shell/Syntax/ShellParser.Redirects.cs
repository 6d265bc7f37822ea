namespace Pharos.Shell.Syntax;

/// <summary>Redirections.</summary>
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
        if (AtEnd || (ShellCharacters.EndsWord(Current) && !AtProcessSubstitution()) || (AtRedirect(out _, out var number) && number > 0))
        {
            _state.Error(Span(start), $"'{op}' has no target");
            return new RedirectNode(op, Default(op, descriptor), new WordNode([], Span(_position)), Span(start));
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
}
