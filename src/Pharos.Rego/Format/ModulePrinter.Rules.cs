using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Format;

internal sealed partial class ModulePrinter
{
    private void RuleAlone(Rule rule)
    {
        _writer.Before(rule.Location.Row);
        if (rule.IsDefault)
        {
            _writer.Put("default ");
        }

        var first = _tokens.IndexOf(rule.Location) + (rule.IsDefault ? 1 : 0);
        var last = HeadEnd(rule, first);
        var state = _writer.Save();
        Head(rule);
        if (_writer.WaitsIn(_tokens[first].Row, _tokens.EndRow(last) - 1))
        {
            _writer.Restore(state);
            _writer.Put(_tokens.Text(first, last));
            _writer.Skip(_tokens[first].Row, _tokens.EndRow(last) - 1);
        }

        Body(rule);
    }

    private int HeadEnd(Rule rule, int first)
    {
        if (rule.Value is not null && (rule.HasValue || rule.Kind == RuleKind.Contains))
        {
            return _tokens.Widen(_tokens.End(rule.Value), _tokens.IndexOf(rule.Value.Location));
        }

        var last = rule.Path.Count > 0 ? _tokens.Bracketed(rule.Path[^1]) : first;
        return rule.Kind == RuleKind.Function ? _tokens.Match(last + 1) : last;
    }

    private void Head(Rule rule)
    {
        _writer.Put(rule.Name);
        if (!_longHeads && !IsKeyword(rule.Name) && rule.Path is [ScalarTerm { Value: RegoString name }])
        {
            _writer.Put($"[{name.ToJson()}]");
        }
        else
        {
            foreach (var step in rule.Path)
            {
                Step(step);
            }
        }

        if (rule.Parameters.Count > 0 || rule.Kind == RuleKind.Function)
        {
            Parameters(rule);
        }

        if (rule.Kind == RuleKind.Contains)
        {
            _writer.Put(" contains ");
            Kept(rule.Value!);
        }
        else
        {
            HeadValue(rule);
        }
    }

    private void Parameters(Rule rule)
    {
        if (rule.Parameters.Count == 0)
        {
            _writer.Put("()");
            return;
        }

        var open = Outer(rule.Parameters[0], TokenKind.LeftParen);
        _writer.Put("(");
        Items(rule.Parameters, open, _tokens.Match(open), parenthesiseUnions: false);
        _writer.Put(")");
    }

    /// <summary>The bracket before a first item, behind the parentheses that the item itself may stand in.</summary>
    private int Outer(Term first, TokenKind bracket)
    {
        var index = _tokens.IndexOf(first.Location) - 1;
        while (bracket == TokenKind.LeftParen && _tokens.Is(index, TokenKind.LeftParen) && _tokens.Match(index) == _tokens.End(first) + 1 && _tokens.Is(index - 1, TokenKind.LeftParen))
        {
            index--;
        }

        return index;
    }

    private void HeadValue(Rule rule)
    {
        var isTrue = rule.Value is ScalarTerm { Value: RegoBoolean { Value: true } };
        if (!rule.HasValue && IsConstant(rule))
        {
            _writer.Put(rule.Body.Count > 0 ? " := true" : "");
            return;
        }

        if (!rule.HasValue || (isTrue && !rule.IsDefault && !IsConstant(rule)))
        {
            return;
        }

        _writer.Put(" := ");
        Kept(rule.Value!);
    }

    /// <summary>A rule without conditions, or with the one condition <c>true</c>, is written as its value alone.</summary>
    private static bool IsConstant(Rule rule) => rule.Else is null
        && (rule.Body is [] or [TermLiteral { Term: ScalarTerm { Value: RegoBoolean { Value: true } }, Modifiers.Count: 0 }]);

    private void Body(Rule rule)
    {
        var lastRow = rule.Location.Row;
        if (rule.Body.Count > 0 && IsConstant(rule))
        {
            var only = _tokens.IndexOf(rule.Body[0].Location);
            lastRow = _tokens[_tokens.Is(only - 1, TokenKind.LeftBrace) ? _tokens.Match(only - 1) : only].Row;
        }
        else if (rule.Body.Count == 0)
        {
            lastRow = rule.Value is null || !(rule.HasValue || rule.Kind == RuleKind.Contains)
                ? lastRow
                : _tokens.EndRow(_tokens.Widen(_tokens.End(rule.Value), _tokens.IndexOf(rule.Value.Location)));
        }
        else
        {
            var first = _tokens.IndexOf(rule.Body[0].Location);
            var brace = _tokens.Is(first - 1, TokenKind.LeftBrace) ? first - 1 : -1;
            var headEnd = (brace >= 0 ? brace : first) - 1;
            headEnd -= _tokens[headEnd].Text == "if" ? 1 : 0;
            _writer.Put(" if");
            if (rule.Body.Count == 1 && _tokens[first].Row == _tokens.EndRow(headEnd) && rule.Body[0] is not TermLiteral { Term: SetTerm }
                && !(brace >= 0 && _writer.WaitsIn(_tokens[brace].Row, _tokens[_tokens.Match(brace)].Row - 1)))
            {
                _writer.Put(" ");
                Statement(rule.Body[0]);
                lastRow = brace >= 0 ? _tokens[_tokens.Match(brace)].Row : _tokens.EndRow(End(rule.Body[0]));
            }
            else
            {
                lastRow = Braced(rule.Body, brace);
            }
        }

        if (rule.Else is null)
        {
            _writer.End(lastRow);
            return;
        }

        Else(rule, rule.Else, lastRow);
    }

    /// <summary>A body in braces; gives the row of the closing brace.</summary>
    private int Braced(IReadOnlyList<Literal> body, int brace)
    {
        _writer.Put(" {");
        var closing = brace >= 0 ? _tokens[_tokens.Match(brace)].Row : _tokens.EndRow(End(body[^1]));
        _writer.In();
        if (brace >= 0 && _tokens[brace].Row < _tokens[_tokens.IndexOf(body[0].Location)].Row)
        {
            _writer.End(_tokens[brace].Row);
        }
        else
        {
            _writer.End();
        }

        Block(body, guardsUnion: true);
        _writer.Before(closing, keepBlank: false);
        _writer.Out();
        _writer.Put("}");
        return closing;
    }

    private void Else(Rule before, Rule rule, int lastRow)
    {
        var index = _tokens.IndexOf(rule.Location);
        if (rule.Location.Row > before.Location.Row && _tokens.EndRow(index - 1) == rule.Location.Row && !_writer.WaitsIn(0, rule.Location.Row - 1))
        {
            _writer.Put(" ");
        }
        else
        {
            _writer.End(lastRow);
            _writer.Blank();
            _writer.Before(rule.Location.Row);
        }

        _writer.Put("else");
        HeadValue(rule);
        Body(rule);
    }
}
