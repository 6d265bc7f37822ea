namespace Pharos.Rego.Syntax;

/// <summary>
/// A recursive-descent parser of Rego v1. A complaint ends the current statement; parsing goes on at the next line that starts in the first
/// column, so that a module's errors are found together.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deeply terms and bodies may nest: deeper text would overflow the stack of the thread that parses it.</summary>
    public const int MaxDepth = 300;

    /// <summary>How many complaints are collected before parsing stops: a person reads the first few.</summary>
    public const int MaxErrors = 20;

    /// <summary>The largest text that is parsed, in UTF-16 units: the limit of the server that this language comes from is of that size.</summary>
    public const int MaxSourceLength = 10 * 1024 * 1024;

    private readonly string _file;
    private readonly Lexer _lexer;
    private readonly RegoVersion _version;
    private readonly bool _experiments;
    private readonly long _maximumTokens;
    private readonly List<RegoDiagnostic> _errors = [];
    private long _tokens;
    private Token _token;
    private Token _previous;
    private int _depth;
    private bool _failed;
    private bool _notBodies;
    private bool _strictHeads;
    private (Token Token, (int Position, int Row, int LineStart) Lexer) _failedAt;

    private Parser(string file, string source, RegoVersion version, bool experiments)
    {
        _file = file;
        _lexer = new Lexer(source);
        _version = version;
        _experiments = experiments;
        _strictHeads = version == RegoVersion.V1;
        _maximumTokens = 1_000 + (20L * source.Length);
        if (_strictHeads)
        {
            foreach (var keyword in LanguageKeywords.Imported)
            {
                _lexer.AddKeyword(keyword);
            }
        }
    }

    private SourceLocation Here => new(_file, _token.Row, _token.Column);

    public static (Module? Module, IReadOnlyList<RegoDiagnostic> Errors) ParseModule(RegoModule module, CompileOptions? options = null)
    {
        if (module.Source.Length > MaxSourceLength)
        {
            return (null, [new RegoDiagnostic("rego_parse_error", $"module is larger than {MaxSourceLength} characters", module.Id, 1, 1)]);
        }

        var parser = new Parser(module.Id, module.Source, module.Version ?? options?.RegoVersion ?? RegoVersion.V1, options?.ExperimentalKeywords == true);
        var parsed = parser.Module();
        return parser._errors.Count > 0 ? (null, parser._errors) : (parsed, []);
    }

    public static (IReadOnlyList<Literal> Body, IReadOnlyList<RegoDiagnostic> Errors) ParseQuery(string text, CompileOptions? options = null)
    {
        if (text.Length > MaxSourceLength)
        {
            return ([], [new RegoDiagnostic("rego_parse_error", $"query is larger than {MaxSourceLength} characters", "query", 1, 1)]);
        }

        var parser = new Parser("query", text, options?.RegoVersion ?? RegoVersion.V1, false);
        parser.Advance();
        var body = parser.Literals(TokenKind.EndOfFile);
        return (body, parser._errors);
    }

    private void Advance()
    {
        if (_failed)
        {
            return;
        }

        _previous = _token;
        _token = _lexer.Next();
        if (++_tokens > _maximumTokens)
        {
            // Some texts can be read in several ways, which are tried in turn; nested, they would take for ever.
            Fail("text is too ambiguous to parse: put parentheses around nested braces", Here);
            return;
        }

        if (_token.Kind == TokenKind.Illegal)
        {
            Fail(_token.Text, Here);
        }
    }

    /// <summary>Notes a complaint and makes every further token of this statement the end of the file, so that all open productions end.</summary>
    private void Fail(string message, SourceLocation at)
    {
        if (_failed)
        {
            return;
        }

        _errors.Add(new RegoDiagnostic("rego_parse_error", message, at.File, at.Row, at.Column));
        _failed = true;
        _failedAt = (_token, _lexer.Save());
        _token = new Token(TokenKind.EndOfFile, _token.Start, _token.Start, _token.Row, _token.Column, true, "");
    }

    private void Unexpected(string expected) => Fail($"unexpected {_token.Describe()}: expected {expected}", Here);

    /// <summary>Remembers where parsing stands, to come <see cref="Back"/> to when a reading of the text does not work out.</summary>
    private (Token Token, Token Previous, (int Position, int Row, int LineStart) Lexer, int Errors, int Depth) Mark() =>
        (_token, _previous, _lexer.Save(), _errors.Count, _depth);

    private void Back((Token Token, Token Previous, (int Position, int Row, int LineStart) Lexer, int Errors, int Depth) mark)
    {
        if (_tokens > _maximumTokens)
        {
            return;
        }

        (_token, _previous, var lexer, var errors, _depth) = mark;
        _lexer.Restore(lexer);
        _errors.RemoveRange(errors, _errors.Count - errors);
        _failed = false;
    }

    private bool Accept(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool AcceptKeyword(string keyword)
    {
        if (!_token.Is(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(TokenKind kind, string spelled)
    {
        if (!Accept(kind))
        {
            Unexpected(spelled);
        }
    }

    private bool Enter()
    {
        if (++_depth <= MaxDepth)
        {
            return true;
        }

        Fail($"terms and bodies nest deeper than {MaxDepth}", Here);
        return false;
    }

    private void Leave() => _depth--;

    /// <summary>Skips to the next token that starts a line in the first column, or to the end.</summary>
    private void Recover()
    {
        _failed = false;
        _depth = 0;
        (_token, var state) = _failedAt;
        _lexer.Restore(state);
        if (_errors.Count >= MaxErrors)
        {
            _token = new Token(TokenKind.EndOfFile, 0, 0, _token.Row, _token.Column, true, "");
            return;
        }

        var row = _token.Row;
        while (_token.Kind != TokenKind.EndOfFile && (_token.Column != 1 || _token.Row == row || _token.Kind is not (TokenKind.Identifier or TokenKind.Keyword)))
        {
            _token = _lexer.Next();
        }
    }
}
