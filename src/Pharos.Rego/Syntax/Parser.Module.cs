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

            if (rows.Count > 0 && _previous.Row == _token.Row && _previous.Kind != TokenKind.Semicolon && _errors.Count == 0)
            {
                Unexpected("a new line");
                continue;
            }

            rows.Add(_token.Row);
            if (_token.Is("import"))
            {
                imports.Add(ImportStatement());
                continue;
            }

            if (ParseRule() is { } rule && !_failed)
            {
                rules.Add(rule);
            }
        }

        rows.Insert(0, packageLocation.Row);
        return new Module(_file, packageLocation, package, imports, rules, Annotations(rows)) { Comments = [.. _lexer.Comments.Values] };
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
                    Unexpected("a name");
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
                Unexpected("a name");
            }

            Advance();
        }

        if (!_failed && path[0] is not ("data" or "input" or "rego" or "future"))
        {
            Fail($"unexpected import path, must begin with one of: {{data, future, input, rego}}, got: {path[0]}", location);
        }
        else if (!_failed && path[0] == "rego" && path is not ["rego", "v1"])
        {
            Fail("invalid import, must be `rego.v1`", location);
        }
        else if (!_failed && path[0] == "future" && (path.Count < 2 || path[1] != "keywords"
            || (path.Count > 2 && path[2] is not ("in" or "every" or "if" or "contains" or "not"))))
        {
            Fail("unexpected import path, must be `future.keywords` or one of its keywords", location);
        }

        _notBodies |= path is ["future", "keywords", "not"];
        return new Import(location, path, alias);
    }

    private List<Annotation> Annotations(List<int> rows)
    {
        var found = new List<Annotation>();
        var comments = _lexer.Comments;
        foreach (var (row, comment) in comments)
        {
            if (comment.Text.Trim() != "METADATA" || (comments.TryGetValue(row - 1, out var above) && above.Text.Trim() == "METADATA"))
            {
                continue;
            }

            var yaml = new StringBuilder();
            var last = row;
            while (comments.TryGetValue(last + 1, out var line))
            {
                yaml.Append(line.Text.StartsWith(' ') ? line.Text.AsSpan(1) : line.Text).Append('\n');
                last++;
            }

            found.Add(new Annotation(row, yaml.ToString(), rows.Find(r => r > last)));
        }

        return found;
    }

    private static ScalarTerm Text(SourceLocation location, string text) => new(location, RegoString.Of(text));
}
