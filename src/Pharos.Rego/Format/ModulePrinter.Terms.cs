using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Format;

internal sealed partial class ModulePrinter
{
    private static string? Sign(string? @operator) => @operator switch
    {
        "equal" => "==",
        "neq" => "!=",
        "lt" => "<",
        "lte" => "<=",
        "gt" => ">",
        "gte" => ">=",
        "or" => "|",
        "and" => "&",
        "plus" => "+",
        "minus" => "-",
        "mul" => "*",
        "div" => "/",
        "rem" => "%",
        "internal.member_2" or "internal.member_3" => "in",
        _ => null,
    };

    /// <summary>The sign of an operator, also where it is written as a call: <c>plus(1, 2)</c>.</summary>
    private static string? SignOf(CallTerm call) =>
        Sign(call.Operator ?? (call is { Target: VariableTerm name, Arguments.Count: 2 } ? name.Name : null));

    private static bool IsUnion(Term term) => term is CallTerm call && SignOf(call) == "|";

    private static int Level(string sign) => sign switch
    {
        "in" => 0,
        "|" => 2,
        "&" => 3,
        "+" or "-" => 4,
        "*" or "/" or "%" => 5,
        _ => 1,
    };

    /// <summary>An expression that is a statement: its outermost operands need parentheses only where precedence asks for them.</summary>
    private void Alone(Term term, bool isFirst)
    {
        if (term is not CallTerm call || SignOf(call) is not { } sign || call.Operator == "internal.member_3")
        {
            Term(term);
            return;
        }

        // A union that starts a body would be read as a comprehension.
        var parentheses = isFirst && sign == "|";
        _writer.Put(parentheses ? "(" : "");
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        Leading(left, (isFirst && IsUnion(left)) || (left is CallTerm first && SignOf(first) is { } before && (Level(before) < Level(sign) || sign == "in")));
        _writer.Put($" {sign} ");
        Leading(right, right is CallTerm second && SignOf(second) is { } behind && (Level(behind) <= Level(sign) || sign == "in"));
        _writer.Put(parentheses ? ")" : "");
    }

    private void Leading(Term term, bool parentheses)
    {
        _writer.Put(parentheses ? "(" : "");
        Top(term);
        _writer.Put(parentheses ? ")" : "");
    }

    /// <summary>A term of a rule's head, kept as written where comments inside have no line of their own.</summary>
    private void Kept(Term term)
    {
        var first = _tokens.IndexOf(term.Location);
        var last = _tokens.End(term);
        var state = _writer.Save();
        Top(term);
        if (_writer.WaitsIn(_tokens[first].Row, _tokens.EndRow(last) - 1))
        {
            _writer.Restore(state);
            _writer.Put(_tokens.Text(first, last));
            _writer.Skip(_tokens[first].Row, _tokens.EndRow(last) - 1);
        }
    }

    private void Top(Term term)
    {
        if (term is CallTerm { Operator: "internal.member_3" } member)
        {
            Membership(member);
        }
        else
        {
            Term(term);
        }
    }

    private void Term(Term term)
    {
        switch (term)
        {
            case ScalarTerm or TemplateTerm:
                _writer.Put(_tokens.Text(_tokens.IndexOf(term.Location), _tokens.End(term)));
                _writer.Skip(term.Location.Row, _tokens.EndRow(_tokens.End(term)) - 1);
                break;
            case VariableTerm variable:
                _writer.Put(variable.Name);
                break;
            case ReferenceTerm reference:
                Operand(reference.Head);
                foreach (var step in reference.Path)
                {
                    Step(step);
                }

                break;
            case ArrayTerm array:
                Collection("[", array.Items, "]", term);
                break;
            case SetTerm { Items.Count: 0 }:
                _writer.Put("set()");
                break;
            case SetTerm set:
                Collection("{", set.Items, "}", term);
                break;
            case ObjectTerm entries:
                Object(entries);
                break;
            case ComprehensionTerm comprehension:
                Comprehension(comprehension);
                break;
            case CallTerm { Operator: "internal.member_3" } member:
                _writer.Put("(");
                Membership(member);
                _writer.Put(")");
                break;
            case CallTerm call when SignOf(call) is { } sign:
                Operand(call.Arguments[0]);
                _writer.Put($" {sign} ");
                Operand(call.Arguments[1]);
                break;
            case CallTerm call:
                Call(call);
                break;
            default:
                throw new InvalidOperationException($"A term without a form: {term.GetType().Name}.");
        }
    }

    /// <summary>A term beside an operator or before a step: operators inside it need parentheses.</summary>
    private void Operand(Term term)
    {
        var parentheses = term is CallTerm { Operator: not "internal.member_3" } call && SignOf(call) is not null;
        _writer.Put(parentheses ? "(" : "");
        Term(term);
        _writer.Put(parentheses ? ")" : "");
    }

    private void Membership(CallTerm member) => Pair(member.Arguments[0], member.Arguments[1], member.Arguments[2]);

    private void Call(CallTerm call)
    {
        Term(call.Target!);
        _writer.Put("(");
        if (call.Arguments.Count > 0)
        {
            var open = _tokens.End(call.Target!) + 1;
            Items(call.Arguments, open, _tokens.Match(open), parenthesiseUnions: false);
        }

        _writer.Put(")");
    }

    /// <summary>A step into a document: names behind dots where they can stand there, keywords as they were written.</summary>
    private void Step(Term step)
    {
        if (step is ScalarTerm { Value: RegoString text })
        {
            var dotted = _tokens.Is(_tokens.IndexOf(step.Location) - 1, TokenKind.Dot);
            if (dotted || (IsName(text.Value) && !IsKeyword(text.Value)))
            {
                _writer.Put("." + text.Value);
                return;
            }
        }

        _writer.Put("[");
        Top(step);
        _writer.Put("]");
    }

    private void Collection(string open, IReadOnlyList<Term> items, string close, Term term)
    {
        var start = _tokens.IndexOf(term.Location);
        _writer.Put(open);
        if (items.Count > 0)
        {
            Items(items, start, _tokens.Match(start), parenthesiseUnions: true);
        }

        _writer.Put(close);
    }

    private void Items(IReadOnlyList<Term> items, int open, int close, bool parenthesiseUnions) => Lines(
        items,
        static item => item.Location.Row,
        item =>
        {
            var written = _tokens.Is(_tokens.IndexOf(item.Location) - 1, TokenKind.LeftParen) && _tokens.IndexOf(item.Location) - 1 > open;
            var parentheses = IsUnion(item) && (parenthesiseUnions || written);
            _writer.Put(parentheses ? "(" : "");
            Term(item);
            _writer.Put(parentheses ? ")" : "");
        },
        item => _tokens.EndRow(_tokens.End(item)),
        open,
        close);

    private void Object(ObjectTerm entries)
    {
        var start = _tokens.IndexOf(entries.Location);
        _writer.Put("{");
        if (entries.Entries.Count > 0)
        {
            Lines(entries.Entries, static e => e.Key.Location.Row, Entry, e => _tokens.EndRow(_tokens.End(e.Value)), start, _tokens.Match(start));
        }

        _writer.Put("}");
    }

    private void Entry(KeyValuePair<Term, Term> entry)
    {
        Union(entry.Key);
        _writer.Put(": ");
        Union(entry.Value);
    }

    private void Union(Term term)
    {
        var parentheses = IsUnion(term);
        _writer.Put(parentheses ? "(" : "");
        Term(term);
        _writer.Put(parentheses ? ")" : "");
    }

    /// <summary>Items on one line where they were, else those of one source line together, with a comma behind the last.</summary>
    private void Lines<T>(IReadOnlyList<T> items, Func<T, int> rowOf, Action<T> write, Func<T, int> endRowOf, int open, int close)
    {
        var multiline = rowOf(items[0]) > _tokens[open].Row || rowOf(items[^1]) > rowOf(items[0]);
        if (!multiline)
        {
            for (var i = 0; i < items.Count; i++)
            {
                _writer.Put(i > 0 ? ", " : "");
                write(items[i]);
            }

            return;
        }

        _writer.In();
        if (rowOf(items[0]) > _tokens[open].Row)
        {
            _writer.EndOnly(_tokens[open].Row);
        }
        else
        {
            _writer.End();
        }

        for (var i = 0; i < items.Count; i++)
        {
            _writer.Before(rowOf(items[i]), keepBlank: false);
            write(items[i]);
            var isLast = i + 1 == items.Count;
            if (isLast || rowOf(items[i + 1]) > rowOf(items[i]))
            {
                _writer.Put(",");
                var row = endRowOf(items[i]);
                if (isLast && _tokens[close].Row == row)
                {
                    _writer.End();
                }
                else
                {
                    _writer.EndOnly(row);
                }
            }
            else
            {
                _writer.Put(", ");
            }
        }

        _writer.Before(_tokens[close].Row, keepBlank: false);
        _writer.Out();
    }

    private void Comprehension(ComprehensionTerm term)
    {
        var start = _tokens.IndexOf(term.Location);
        var head = term.Key ?? term.Value;
        _writer.Put(term.Kind == ComprehensionKind.Array ? "[" : "{");
        var broken = head.Location.Row > _tokens[start].Row;
        if (broken)
        {
            _writer.EndOnly(_tokens[start].Row);
            _writer.Before(head.Location.Row, keepBlank: false);
        }

        if (term.Key is not null)
        {
            Union(term.Key);
            _writer.Put(": ");
        }

        var written = term.Value is CallTerm { Operator: not null } && _tokens.Is(_tokens.IndexOf(term.Value.Location) - 1, TokenKind.LeftParen);
        var parentheses = IsUnion(term.Value) || written;
        _writer.Put(parentheses ? "(" : "");
        Term(term.Value);
        _writer.Put((parentheses ? ")" : "") + " |");
        Inner(term.Body, term.Value.Location.Row, _tokens.Match(start), isBraced: false);
        _writer.Put(term.Kind == ComprehensionKind.Array ? "]" : "}");
    }
}
