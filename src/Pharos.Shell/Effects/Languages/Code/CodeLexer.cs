namespace Pharos.Shell.Effects.Languages.Code;

/// <summary>Cuts code into tokens. One pass over the code; texts with code in them keep the ranges of that code.</summary>
internal sealed partial class CodeLexer(string code, int begin, int to, CodeDialect dialect)
{
    private static readonly string[] Operators =
    [
        "===", "!==", "...", "||=", "&&=", "**=", "<=>", "//=", ">>>", "->", "=>", "::", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+=", "-=", ".=", "*=", "/=", "%=", "|=", "..", "<<", ">>", "++",
        "--", "=~", "!~", ":=", "**", "//", "&.",
    ];

    private static readonly System.Buffers.SearchValues<char> PythonPrefixes = System.Buffers.SearchValues.Create("rRbBfFuU");

    private readonly List<CodeToken> _tokens = new(32);
    private int _at = begin;
    private int _brackets;

    public List<CodeToken> Read()
    {
        while (_at < to)
        {
            var character = code[_at];
            if (character is '\n' or '\r')
            {
                if (dialect.LinesEnd && _brackets == 0)
                {
                    Add(CodeTokenKind.NewLine, _at, _at + 1);
                }
                else
                {
                    _at++;
                }
            }
            else if (char.IsWhiteSpace(character) || character == '\\' && At(1) == '\n')
            {
                _at += character == '\\' ? 2 : 1;
            }
            else if (!Comment(character))
            {
                Token(character);
            }
        }

        return _tokens;
    }

    private char At(int offset) => _at + offset < to ? code[_at + offset] : '\0';

    private void Add(CodeTokenKind kind, int start, int end, string? text = null, IReadOnlyList<CodePart>? parts = null)
    {
        _tokens.Add(new CodeToken(kind, start, end, text, parts));
        _at = end;
    }

    private bool Comment(char character)
    {
        if (character == '#' && dialect.HashComments || character == '/' && At(1) == '/' && dialect.SlashComments
            || character == '-' && At(1) == '-' && dialect.DashComments && !(At(2) == '[' && At(3) == '['))
        {
            var line = code.AsSpan(_at, to - _at).IndexOf('\n');
            _at = line < 0 ? to : _at + line;
            return true;
        }

        if (character == '/' && At(1) == '*' && dialect.SlashComments)
        {
            var end = code.AsSpan(_at + 2, to - _at - 2).IndexOf("*/");
            _at = end < 0 ? to : _at + end + 4;
            return true;
        }

        if (character == '-' && At(1) == '-' && dialect.DashComments)
        {
            var end = code.AsSpan(_at, to - _at).IndexOf("]]");
            _at = end < 0 ? to : _at + end + 2;
            return true;
        }

        return false;
    }

    private void Token(char character)
    {
        var start = _at;
        if (char.IsLetter(character) || character == '_')
        {
            Name(start);
        }
        else if (char.IsAsciiDigit(character))
        {
            while (_at < to && (char.IsAsciiLetterOrDigit(code[_at]) || code[_at] is '_' or '.' && At(1) != '.' && char.IsAsciiDigit(At(1))))
            {
                _at++;
            }

            Add(CodeTokenKind.Number, start, _at);
        }
        else if (character is '"' or '\'' || character == '`' && (dialect.BackticksRun || dialect.Templates))
        {
            Text(start, character, false, false);
        }
        else if (dialect.Sigils.Contains(character, StringComparison.Ordinal) && Variable(start, character))
        {
        }
        else if (dialect.PercentQuoting && character == '%' && ExpectsValue() && PercentText(start))
        {
        }
        else if (dialect.PercentQuoting && character == ':' && char.IsLetter(At(1)) && (_tokens.Count == 0 || code[start - 1] != ':' && !char.IsLetterOrDigit(code[start - 1])))
        {
            // A symbol is the text of a name.
            _at++;
            Name(_at);
            var name = _tokens[^1];
            _tokens[^1] = new CodeToken(CodeTokenKind.Text, start, name.End, code[name.Start..name.End]);
        }
        else if (character == '/' && dialect.Patterns && ExpectsValue())
        {
            var end = Delimited(start + 1, '/', '/');
            end = Flags(end);
            Add(CodeTokenKind.Pattern, start, end);
        }
        else if (dialect.LongBrackets && character == '[' && At(1) == '[')
        {
            var end = code.AsSpan(start, to - start).IndexOf("]]");
            end = end < 0 ? to : start + end;
            Add(CodeTokenKind.Text, start, Math.Min(to, end + 2), code[(start + 2)..Math.Max(start + 2, end)]);
        }
        else
        {
            Symbol(start, character);
        }
    }

    private void Symbol(int start, char character)
    {
        if (character is '(' or '[')
        {
            _brackets++;
        }
        else if (character is ')' or ']' && _brackets > 0)
        {
            _brackets--;
        }

        foreach (var symbol in Operators)
        {
            if (symbol[0] == character && code.AsSpan(start, to - start).StartsWith(symbol, StringComparison.Ordinal))
            {
                Add(CodeTokenKind.Symbol, start, start + symbol.Length);
                return;
            }
        }

        Add(CodeTokenKind.Symbol, start, start + 1);
    }

    private void Name(int start)
    {
        while (_at < to && (char.IsLetterOrDigit(code[_at]) || code[_at] == '_'))
        {
            _at++;
        }

        var name = code.AsSpan(start, _at - start);
        if (_at < to && dialect.PythonStrings && name.Length <= 2 && code[_at] is '"' or '\'' && IsPythonPrefix(name))
        {
            Text(start, code[_at], name.ContainsAny('r', 'R'), name.ContainsAny('f', 'F'));
            return;
        }

        if (dialect.PerlQuoting && _at < to && PerlText(start, name))
        {
            return;
        }

        // Ruby's questions and commands end in a mark that belongs to the name.
        if (dialect.PercentQuoting && _at < to && code[_at] is '?' or '!' && At(1) is not ('=' or ':'))
        {
            _at++;
        }

        Add(CodeTokenKind.Name, start, _at);
    }

    private static bool IsPythonPrefix(ReadOnlySpan<char> name) => name.IndexOfAnyExcept(PythonPrefixes) < 0;

    private bool Variable(int start, char sigil)
    {
        var at = start + 1;
        if (sigil == '$' && at < to && code[at] == '#' && at + 1 < to && (char.IsLetter(code[at + 1]) || code[at + 1] is '{' or '$' or '_'))
        {
            at++;
        }

        if (at < to && code[at] == sigil && sigil is '@')
        {
            at++;
        }

        if (sigil is '%' or '&' && !ExpectsValue())
        {
            return false;
        }

        var name = at;
        while (at < to && (char.IsLetterOrDigit(code[at]) || code[at] == '_' || code[at] == ':' && at + 2 < to && code[at + 1] == ':' && char.IsLetter(code[at + 2])))
        {
            at += code[at] == ':' ? 2 : 1;
        }

        if (at == name && sigil == '$' && at < to && code[at] is not ('{' or '$' or ' ' or '(' or ')' or '"' or '\''))
        {
            at++;
        }

        if (at == name)
        {
            return false;
        }

        Add(CodeTokenKind.Name, start, at);
        return true;
    }

    /// <summary>True where a value begins and not an operator: at the start, after an operator, an opening bracket or a word of the grammar.</summary>
    private bool ExpectsValue()
    {
        if (_tokens.Count == 0)
        {
            return true;
        }

        var last = _tokens[^1];
        switch (last.Kind)
        {
            case CodeTokenKind.Symbol:
                return code[last.End - 1] is not (')' or ']' or '}');
            case CodeTokenKind.NewLine:
                return true;
            case CodeTokenKind.Name:
                var name = code.AsSpan(last.Start, last.End - last.Start);
                if (dialect.KeywordSpans.Contains(name) || name is "split" or "grep" or "map" or "join" or "push" or "scan" or "gsub" or "sub" or "puts" or "print")
                {
                    return true;
                }

                return dialect.BareCalls && char.IsLetter(name[0]) && last.End < _at && _at + 1 < to && !char.IsWhiteSpace(code[_at + 1]);
            default:
                return false;
        }
    }

    private int Flags(int at)
    {
        while (at < to && char.IsAsciiLetter(code[at]))
        {
            at++;
        }

        return at;
    }
}
