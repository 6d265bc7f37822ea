using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class AstJson
{
    private static RegoObject Statement(int index, RegoValue terms, RegoValue? modifiers = null, bool negated = false) => Fields(
        ("index", RegoNumber.Of(index)), ("terms", terms), ("with", modifiers), ("negated", negated ? RegoBoolean.True : null));

    private RegoArray Body(IReadOnlyList<Literal> body) => RegoArray.From(body.Select((literal, i) => Statement(literal, i)));

    private RegoObject Statement(Literal literal, int index)
    {
        var terms = literal is NotLiteral { Inner: var inner } && !_notBodies ? Terms(inner) : Terms(literal);
        var negated = literal is NotLiteral && !_notBodies;
        return Statement(index, terms, Modifiers(literal.Modifiers), negated);
    }

    private RegoValue Terms(Literal literal)
    {
        switch (literal)
        {
            case TermLiteral { Term: CallTerm call }:
                return Call(call);
            case TermLiteral term:
                return Json(term.Term);
            case UnifyLiteral unify:
                return RegoArray.Of(Operator(unify.Declares ? "assign" : "eq"), Json(unify.Left), Json(unify.Right));
            case NotLiteral not:
                return Not([not.Inner], false);
            case NotBodyLiteral not:
                return Not(not.Body, not.IsBraced);
            case LogicalLiteral logical:
                return Fields(
                    ("type", RegoString.Of(logical.Operator)),
                    ("lhs", Body(logical.Left)),
                    ("rhs", Body(logical.Right)),
                    ("explicit_lhs", RegoBoolean.Of(logical.LeftIsBraced)),
                    ("explicit_rhs", RegoBoolean.Of(logical.RightIsBraced)));
            case SomeLiteral some:
                return Fields(("symbols", RegoArray.From(some.Variables.Select(Json))));
            case SomeInLiteral { Key: null } some:
                return Fields(("symbols", RegoArray.Of(Typed("call", RegoArray.Of(Operator("internal.member_2"), Json(some.Value), Json(some.Domain))))));
            case SomeInLiteral some:
                return Fields(("symbols", RegoArray.Of(
                    Typed("call", RegoArray.Of(Operator("internal.member_3"), Json(some.Key), Json(some.Value), Json(some.Domain))))));
            case EveryLiteral every:
                return Fields(
                    ("key", every.Key is null ? RegoNull.Instance : Json(every.Key)),
                    ("value", Json(every.Value)),
                    ("domain", Json(every.Domain)),
                    ("body", Body(every.Body)));
            default:
                throw new InvalidOperationException($"A statement without a form in JSON: {literal.GetType().Name}.");
        }
    }

    private RegoObject Not(IReadOnlyList<Literal> body, bool written) =>
        Fields(("type", RegoString.Of("not")), ("body", Body(body)), ("explicit_body", RegoBoolean.Of(written)));

    private RegoArray? Modifiers(IReadOnlyList<WithModifier> modifiers) => modifiers.Count == 0
        ? null
        : RegoArray.From(modifiers.Select(m => Fields(("target", Json(m.Target)), ("value", Json(m.Value)))));
}
