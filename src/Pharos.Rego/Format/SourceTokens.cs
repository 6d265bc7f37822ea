using Pharos.Rego.Syntax;

namespace Pharos.Rego.Format;

/// <summary>The tokens of a text with the brackets that belong together, so that the end of a node can be found from its start.</summary>
internal sealed class SourceTokens
{
    private readonly string _source;
    private readonly Lexer _lexer;
    private readonly List<Token> _tokens = [];
    private readonly List<int> _match = [];
    private readonly Dictionary<(int Row, int Column), int> _at = [];

    public SourceTokens(string source)
    {
        _source = source;
        _lexer = new Lexer(source);
        var open = new Stack<int>();
        for (var token = _lexer.Next(); token.Kind != TokenKind.EndOfFile; token = _lexer.Next())
        {
            Add(token, open);
            if (token.Kind is TokenKind.TemplateStart or TokenKind.RawTemplateStart)
            {
                Template(token);
            }
        }
    }

    public int Count => _tokens.Count;

    public Token this[int index] => _tokens[index];

    public static IReadOnlyList<Comment> Comments(string source) => [.. new SourceTokens(source)._lexer.Comments.Values];

    public int IndexOf(SourceLocation location) => _at[(location.Row, location.Column)];

    /// <summary>The bracket that closes the one at an index.</summary>
    public int Match(int index) => _match[index] >= 0 ? _match[index] : index;

    public bool Is(int index, TokenKind kind) => index >= 0 && index < _tokens.Count && _tokens[index].Kind == kind;

    public string Text(int first, int last) => _source[_tokens[first].Start.._tokens[last].End];

    /// <summary>The row on which a token ends; raw strings and templates may span rows.</summary>
    public int EndRow(int index) => _tokens[index].Row + _source.AsSpan(_tokens[index].Start, _tokens[index].End - _tokens[index].Start).Count('\n');

    /// <summary>The last token of a term or statement that starts at <paramref name="first"/>, with the parentheses around it.</summary>
    public int Widen(int last, int first)
    {
        while (Is(last + 1, TokenKind.RightParen) && _match[last + 1] >= first)
        {
            last++;
        }

        return last;
    }

    public int End(Term term)
    {
        var start = IndexOf(term.Location);
        switch (term)
        {
            case SetTerm { Items.Count: 0 } when !Is(start, TokenKind.LeftBrace):
                return start + 2;
            case ArrayTerm or SetTerm or ObjectTerm or ComprehensionTerm:
                return Match(start);
            case ScalarTerm when Is(start, TokenKind.Minus):
                return start + 1;
            case ReferenceTerm reference:
                return Bracketed(reference.Path[^1]);
            case CallTerm { Operator: null } call:
                var open = End(call.Target!) + 1;
                return Match(open);
            case CallTerm call:
                return Widen(End(call.Arguments[^1]), start);
            default:
                return start;
        }
    }

    /// <summary>The end of a step into a document: the name behind a dot, or the closing bracket.</summary>
    public int Bracketed(Term step)
    {
        var index = IndexOf(step.Location);
        var before = index - 1;
        while (Is(before, TokenKind.LeftParen))
        {
            before--;
        }

        return Is(index - 1, TokenKind.Dot) ? index : Match(before);
    }

    private void Add(in Token token, Stack<int> open)
    {
        var index = _tokens.Count;
        _tokens.Add(token);
        _match.Add(-1);
        _at[(token.Row, token.Column)] = index;
        if (token.Kind is TokenKind.LeftBrace or TokenKind.LeftBracket or TokenKind.LeftParen)
        {
            open.Push(index);
        }
        else if ((token.Kind is TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.RightParen) && open.TryPop(out var opened))
        {
            _match[opened] = index;
            _match[index] = opened;
        }
    }

    /// <summary>Makes one token of a whole template; what stands inside is kept as it is written.</summary>
    private void Template(Token start)
    {
        var raw = start.Kind == TokenKind.RawTemplateStart;
        while (_lexer.TemplateText(raw) is { Error: null, Expression: true })
        {
            var depth = 1;
            while (depth > 0)
            {
                var token = _lexer.Next();
                depth += token.Kind == TokenKind.LeftBrace ? 1 : token.Kind == TokenKind.RightBrace ? -1 : 0;
                if (token.Kind is TokenKind.TemplateStart or TokenKind.RawTemplateStart)
                {
                    Template(token);
                }

                if (token.Kind == TokenKind.EndOfFile)
                {
                    return;
                }

                if (depth == 0)
                {
                    _lexer.ResumeAfter(token);
                }
            }
        }

        if (_tokens.Count > 0 && _tokens[^1].Start == start.Start)
        {
            _tokens[^1] = start with { End = _lexer.Save().Position };
        }
    }
}
