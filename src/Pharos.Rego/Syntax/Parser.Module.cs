using System.Text;
using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class Parser
{
    private Module Module()
    {
        Advance();
        var packageLocation = Here;
        IReadOnlyList<string> package = [];
        if (_token.Kind == TokenKind.EndOfFile && !_failed)
        {
            Fail("empty module", Here);
        }
        else if (!AcceptKeyword("package"))
        {
            Fail("package expected", Here);
        }
        else
        {
            package = Path("package");
        }

        var imports = new List<Import>();
        var rules = new List<Rule>();
        var rows = new List<int>();
        while (true)
        {
            if (_failed)
            {
                Recover();
            }

            if (_token.Kind == TokenKind.EndOfFile)
            {
                break;
            }

            var (first, complaints) = (_token, _errors.Count);
            var follows = rows.Count > 0 && _previous.Row == _token.Row && _errors.Count == 0;
            rows.Add(_token.Row);
            if (_token.Is("import"))
            {
                imports.Add(ImportStatement());
                continue;
            }

            var parsed = ParseRules();
            if (!_failed)
            {
                rules.AddRange(parsed);
            }
            else if (follows)
            {
                // Several rules may share a row, but what is no rule there rather belongs to the one before it.
                _errors[complaints] = new RegoDiagnostic("rego_parse_error", $"unexpected {first.Describe()}: expected a new line", _file, first.Row, first.Column);
            }
        }

        rows.Insert(0, packageLocation.Row);
        return new Module(_file, packageLocation, package, imports, rules, Annotations(rows)) { Comments = [.. _lexer.Comments.Values], HoldsToV1 = _strictHeads };
    }

    private List<string> Path(string what)
    {
        var path = new List<string>();
        if (_token.Kind != TokenKind.Identifier && _token.Kind != TokenKind.Keyword)
        {
            Unexpected($"{what} path");
            return path;
        }

        path.Add(_token.Text);
        Advance();
        while (!_failed)
        {
            if (_token is { Kind: TokenKind.Dot, SpaceBefore: false })
            {
                Advance();
                if (_token.Kind is not (TokenKind.Identifier or TokenKind.Keyword))
                {
                    Unexpected("ident");
                    break;
                }

                path.Add(_token.Text);
                CheckLength(path.Count);
                Advance();
            }
            else if (_token is { Kind: TokenKind.LeftBracket, SpaceBefore: false })
            {
                Advance();
                if (_token.Kind != TokenKind.String)
                {
                    Unexpected("a string");
                    break;
                }

                path.Add(_token.Text);
                CheckLength(path.Count);
                Advance();
                Expect(TokenKind.RightBracket, "]");
            }
            else
            {
                break;
            }
        }

        return path;
    }

    /// <summary>Packages and rules become a tree as deep as their paths are long.</summary>
    private void CheckLength(int length)
    {
        if (length > MaxDepth)
        {
            Fail($"path has more than {MaxDepth} parts", Here);
        }
    }

    private Import ImportStatement()
    {
        var location = Here;
        Advance();
        var path = Path("import");
        string? alias = null;
        if (AcceptKeyword("as"))
        {
            alias = _token.Text;
            if (_token.Kind != TokenKind.Identifier || alias == "_")
            {
                Unexpected("ident");
            }

            Advance();
        }

        if (!_failed)
        {
            CheckImport(path, alias, location);
        }

        if (!_failed && path[0] is "future" or "rego")
        {
            AddKeywords(path);
        }

        return new Import(location, path, alias);
    }

    private void CheckImport(List<string> path, string? alias, SourceLocation location)
    {
        switch (path[0])
        {
            case "data" or "input":
                if (alias is null && path.Count > 1 && LanguageKeywords.IsKeyword(path[^1], _version))
                {
                    Fail($"unexpected import path, must not end with a keyword, got: {path[^1]} (import a different path or use an alias)", location);
                }

                break;
            case "rego" when path is not ["rego", "v1"]:
                Fail($"invalid import `{string.Join('.', path)}`, must be `rego.v1`", location);
                break;
            case "rego" when alias is not null && _version == RegoVersion.V0:
                Fail("`rego` imports cannot be aliased", location);
                break;
            case "future" when path is not ["future", "keywords", ..]:
                Fail("invalid import, must be `future.keywords`", location);
                break;
            case "future" when alias is not null:
                Fail("`future` imports cannot be aliased", location);
                break;
            case "future" when path.Count > 2 && (path.Count > 3 || !Importable.Contains(path[2], StringComparer.Ordinal)):
                Fail($"unexpected keyword, must be one of [{string.Join(' ', Importable.Order(StringComparer.Ordinal))}]", location);
                break;
            case "rego" or "future":
                break;
            default:
                Fail($"unexpected import path, must begin with one of: {{data, future, input, rego}}, got: {path[0]}", location);
                break;
        }
    }

    private IEnumerable<string> Importable =>
        [.. LanguageKeywords.Imported, "not", .. _experiments ? LanguageKeywords.Experimental : []];

    /// <summary>Makes what is imported a keyword from here on; the token read ahead is read again.</summary>
    private void AddKeywords(List<string> path)
    {
        _strictHeads |= path is ["rego", "v1"];
        _notBodies |= path is [_, _, "not"];
        foreach (var keyword in path is [_, _, var one] ? [one] : path[0] == "rego" ? LanguageKeywords.Imported : Importable)
        {
            _lexer.AddKeyword(keyword);
        }

        if (_token.Kind == TokenKind.Identifier && _lexer.IsKeyword(_token.Text))
        {
            _token = _lexer.Again(_token);
        }
    }

    private List<Annotation> Annotations(List<int> rows)
    {
        var found = new List<Annotation>();
        var comments = _lexer.Comments;
        foreach (var (row, comment) in comments)
        {
            if (!IsMetadata(comment))
            {
                continue;
            }

            var yaml = new StringBuilder();
            var last = row;
            while (comments.TryGetValue(last + 1, out var line) && line.Column == 1 && !IsMetadata(line))
            {
                yaml.Append(line.Text.StartsWith(' ') ? line.Text.AsSpan(1) : line.Text).Append('\n');
                last++;
            }

            found.Add(new Annotation(row, yaml.ToString(), rows.Find(r => r > last)));
        }

        return found;
    }

    private static bool IsMetadata(in Comment comment) => comment.Column == 1 && comment.Text.AsSpan().Trim().StartsWith("METADATA");

    private static ScalarTerm Text(SourceLocation location, string text) => new(location, RegoString.Of(text));
}
