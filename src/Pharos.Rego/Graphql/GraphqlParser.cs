namespace Pharos.Rego.Graphql;

/// <summary>What is wrong with a GraphQL text, and where; line 0 where the place is unknown.</summary>
internal sealed record GraphqlError(string Message, GraphqlPosition Position)
{
    public override string ToString() => Position.Line > 0 ? $"input:{Position.Line}:{Position.Column}: {Message}" : "input: " + Message;
}

/// <summary>A recursive-descent parser of GraphQL documents; it stops at the first error.</summary>
internal sealed partial class GraphqlParser
{
    /// <summary>How deeply selections, values and types may nest: deeper text would overflow the stack of the thread that parses it.</summary>
    public const int MaxDepth = 200;

    private readonly GraphqlLexer _lexer;
    private GraphqlToken _token;
    private GraphqlToken _previous;
    private int _depth;

    private GraphqlParser(string source)
    {
        _lexer = new GraphqlLexer(source);
        _token = _lexer.Next();
    }

    private GraphqlError? Error { get; set; }

    public static (QueryDocument? Document, GraphqlError? Error) Query(string source)
    {
        var parser = new GraphqlParser(source);
        var document = parser.QueryDocument();
        return parser.Error is null ? (document, null) : (null, parser.Error);
    }

    public static (SchemaDocument? Document, GraphqlError? Error) Schema(string source, bool builtIn = false)
    {
        var parser = new GraphqlParser(source);
        var document = parser.SchemaDocument(builtIn);
        return parser.Error is null ? (document, null) : (null, parser.Error);
    }

    private void Advance()
    {
        if (Error is null)
        {
            _previous = _token;
            _token = _lexer.Next();
        }
    }

    /// <summary>Notes the first complaint and makes every further token the end of the text, so that all open productions end.</summary>
    private void Fail(string message, in GraphqlToken at)
    {
        if (Error is null)
        {
            Error = new GraphqlError(message, at.Position);
            _token = new GraphqlToken(GraphqlTokenKind.EndOfFile, "", at.Position);
        }
    }

    private void Unexpected(in GraphqlToken token) => Fail("Unexpected " + token.Describe(), token);

    private bool Accept(string punctuation)
    {
        if (!_token.Is(punctuation))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(string punctuation)
    {
        if (!Accept(punctuation))
        {
            Fail($"Expected {punctuation}, found {_token.KindName}", _token);
        }
    }

    private void ExpectKeyword(string keyword)
    {
        if (IsKeyword(keyword))
        {
            Advance();
        }
        else
        {
            Fail($"Expected {GraphqlText.Quote(keyword)}, found {_token.Describe()}", _token);
        }
    }

    private bool IsKeyword(string keyword) => _token.Kind == GraphqlTokenKind.Name && _token.Text == keyword;

    private string Name()
    {
        var name = _token;
        if (name.Kind != GraphqlTokenKind.Name)
        {
            Fail($"Expected Name, found {name.KindName}", name);
            return "";
        }

        Advance();
        return name.Text;
    }

    /// <summary>Items between two marks, of which there must be at least one unless <paramref name="mayBeEmpty"/>; none where the opening mark is absent.</summary>
    private List<T> Between<T>(string open, string close, Func<T> item, bool mayBeEmpty = false)
    {
        var items = new List<T>();
        if (!Accept(open))
        {
            return items;
        }

        if (++_depth > MaxDepth)
        {
            Fail($"nested deeper than {MaxDepth}", _token);
        }

        while (Error is null && !_token.Is(close))
        {
            items.Add(item());
        }

        _depth--;
        if (items.Count == 0 && !mayBeEmpty)
        {
            Fail($"expected at least one definition, found {_token.KindName}", _token);
        }

        Advance();
        return items;
    }
}
