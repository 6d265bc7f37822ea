using Pharos.Rego.Syntax;

namespace Pharos.Rego.Format;

internal sealed partial class ModulePrinter
{
    /// <summary>The last token of a statement.</summary>
    private int End(Literal literal)
    {
        var first = _tokens.IndexOf(literal.Location);
        var last = literal switch
        {
            _ when literal.Modifiers.Count > 0 => _tokens.End(literal.Modifiers[^1].Value),
            TermLiteral term => _tokens.End(term.Term),
            UnifyLiteral unify => _tokens.End(unify.Right),
            NotLiteral not => End(not.Inner),
            NotBodyLiteral { IsBraced: true } not => Closing(not.Body),
            NotBodyLiteral not => End(not.Body[^1]),
            LogicalLiteral { RightIsBraced: true } logical => Closing(logical.Right),
            LogicalLiteral logical => End(logical.Right[^1]),
            SomeLiteral some => _tokens.End(some.Variables[^1]),
            SomeInLiteral some => _tokens.End(some.Domain),
            EveryLiteral every => Closing(every.Body),
            _ => throw new InvalidOperationException($"A statement without an end: {literal.GetType().Name}."),
        };
        return _tokens.Widen(last, first);
    }

    private int Closing(IReadOnlyList<Literal> body) => _tokens.Match(Opening(body));

    private int Opening(IReadOnlyList<Literal> body) => _tokens.IndexOf(body[0].Location) - 1;

    /// <summary>Statements on lines of their own, with the blank lines that stand between them.</summary>
    private void Block(IReadOnlyList<Literal> body, bool guardsUnion = false)
    {
        for (var i = 0; i < body.Count; i++)
        {
            if (i > 0 && body[i].Location.Row > _tokens.EndRow(End(body[i - 1])) + 1)
            {
                _writer.Blank();
            }

            _writer.Before(body[i].Location.Row);
            Statement(body[i], isFirst: guardsUnion && i == 0);
            var row = _tokens.EndRow(End(body[i]));
            if (i + 1 < body.Count && body[i + 1].Location.Row == row)
            {
                _writer.End();
            }
            else
            {
                _writer.EndOnly(row);
            }
        }
    }

    /// <summary>A statement; one with comments inside that have no line of their own is kept as written.</summary>
    private void Statement(Literal literal, bool isFirst = false)
    {
        var (first, last) = (_tokens.IndexOf(literal.Location), End(literal));
        var state = _writer.Save();
        Written(literal, isFirst);
        if (_writer.WaitsIn(_tokens[first].Row, _tokens.EndRow(last) - 1))
        {
            _writer.Restore(state);
            _writer.Put(_tokens.Text(first, last));
            _writer.Skip(_tokens[first].Row, _tokens.EndRow(last) - 1);
        }
    }

    private void Written(Literal literal, bool isFirst = false)
    {
        switch (literal)
        {
            case TermLiteral { Term: CallTerm { Operator: "internal.member_3" } member }:
                Membership(member);
                break;
            case TermLiteral term:
                Alone(term.Term, isFirst);
                break;
            case UnifyLiteral unify:
                Leading(unify.Left, isFirst && IsUnion(unify.Left));
                _writer.Put(unify.Declares ? " := " : " = ");
                Top(unify.Right);
                break;
            case NotLiteral not:
                _writer.Put("not ");
                Written(not.Inner);
                break;
            case NotBodyLiteral { IsBraced: false } not:
                _writer.Put("not ");
                Grouped(not.Body[0], not.Body[0] is LogicalLiteral || not.Body[0].Modifiers.Count > 0 || LeadsWithBrace(not.Body[0]));
                break;
            case NotBodyLiteral not:
                _writer.Put("not {");
                Inner(not.Body, not.Location.Row, Closing(not.Body), isBraced: true, guardsUnion: true);
                _writer.Put("}");
                break;
            case LogicalLiteral logical:
                Side(logical, logical.Left, logical.LeftIsBraced, isRight: false);
                _writer.Put(" " + logical.Operator);
                Right(logical);
                break;
            case SomeLiteral some:
                _writer.Put("some " + string.Join(", ", some.Variables.Select(static v => v.Name)));
                break;
            case SomeInLiteral some:
                _writer.Put("some ");
                Pair(some.Key, some.Value, some.Domain);
                break;
            case EveryLiteral every:
                _writer.Put("every ");
                Pair(every.Key, every.Value, every.Domain);
                _writer.Put(" {");
                Inner(every.Body, every.Location.Row, Closing(every.Body), isBraced: every.Body.Count == 1);
                _writer.Put("}");
                break;
            default:
                throw new InvalidOperationException($"A statement without a form: {literal.GetType().Name}.");
        }

        Modifiers(literal);
    }

    private void Side(LogicalLiteral logical, IReadOnlyList<Literal> body, bool isBraced, bool isRight)
    {
        if (isBraced)
        {
            _writer.Put("{");
            Inner(body, _tokens[Opening(body)].Row, Closing(body), isBraced: true, guardsUnion: true);
            _writer.Put("}");
            return;
        }

        // `and` binds tighter than `or`, and both lean to the left.
        Grouped(body[0], body[0].Modifiers.Count > 0 || LeadsWithBrace(body[0])
            || (body[0] is LogicalLiteral inner && (isRight ? logical.IsOr == inner.IsOr || inner.IsOr : inner.IsOr && !logical.IsOr)));
    }

    /// <summary>The right side, on a line of its own where it was.</summary>
    private void Right(LogicalLiteral logical)
    {
        var left = logical.LeftIsBraced ? _tokens[Closing(logical.Left)].Row : _tokens.EndRow(End(logical.Left[^1]));
        if (logical.RightIsBraced || logical.Right[0].Location.Row <= left)
        {
            _writer.Put(" ");
            Side(logical, logical.Right, logical.RightIsBraced, isRight: true);
            return;
        }

        _writer.EndOnly(left);
        _writer.In();
        _writer.Before(logical.Right[0].Location.Row, keepBlank: false);
        Side(logical, logical.Right, isBraced: false, isRight: true);
        _writer.Out();
    }

    private void Grouped(Literal literal, bool parentheses)
    {
        _writer.Put(parentheses ? "(" : "");
        Written(literal);
        _writer.Put(parentheses ? ")" : "");
    }

    /// <summary>Braces at the start of an operand would be read as a body.</summary>
    private static bool LeadsWithBrace(Literal literal) => literal switch
    {
        TermLiteral term => LeadsWithBrace(term.Term),
        UnifyLiteral unify => LeadsWithBrace(unify.Left),
        _ => false,
    };

    private static bool LeadsWithBrace(Term term) => term switch
    {
        SetTerm set => set.Items.Count > 0,
        ObjectTerm => true,
        ComprehensionTerm comprehension => comprehension.Kind != ComprehensionKind.Array,
        ReferenceTerm reference => LeadsWithBrace(reference.Head),
        CallTerm call when SignOf(call) is not null => LeadsWithBrace(call.Arguments[0]),
        _ => false,
    };

    private void Pair(Term? key, Term value, Term domain)
    {
        if (key is not null)
        {
            Operand(key);
            _writer.Put(", ");
        }

        Operand(value);
        _writer.Put(" in ");
        Operand(domain);
    }

    private void Modifiers(Literal literal)
    {
        var indented = false;
        foreach (var modifier in literal.Modifiers)
        {
            var index = _tokens.IndexOf(modifier.Location);
            if (_tokens[index].Row > _tokens.EndRow(index - 1))
            {
                _writer.EndOnly(_tokens.EndRow(index - 1));
                if (!indented)
                {
                    _writer.In();
                    indented = true;
                }

                _writer.Before(_tokens[index].Row, keepBlank: false);
            }
            else
            {
                _writer.Put(" ");
            }

            _writer.Put("with ");
            Term(modifier.Target);
            _writer.Put(" as ");
            Term(modifier.Value);
        }

        if (indented)
        {
            _writer.Out();
        }
    }

    /// <summary>The body of a comprehension, of <c>every</c> or of <c>not</c>: on one line where it was, else one statement to a line.</summary>
    private void Inner(IReadOnlyList<Literal> body, int headRow, int closing, bool isBraced, bool guardsUnion = false)
    {
        var rows = body.Select(static l => l.Location.Row).Distinct().Count();
        if (body[0].Location.Row == headRow && rows == 1)
        {
            _writer.Put(" ");
            for (var i = 0; i < body.Count; i++)
            {
                _writer.Put(i > 0 ? "; " : "");
                Written(body[i], guardsUnion && i == 0);
            }

            _writer.Put(isBraced ? " " : "");
            return;
        }

        _writer.EndOnly(headRow);
        _writer.In();
        Block(body, guardsUnion);
        _writer.Before(_tokens[closing].Row, keepBlank: false);
        _writer.Out();
    }
}
