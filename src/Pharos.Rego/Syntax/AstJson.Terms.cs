using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Rego.Syntax;

internal sealed partial class AstJson
{
    private static RegoObject Typed(string type, RegoValue value) => Fields(("type", RegoString.Of(type)), ("value", value));

    /// <summary>A builtin or operator as the reference that a call starts with: <c>internal.member_2</c> has two parts.</summary>
    private static RegoObject Operator(string name)
    {
        var parts = name.Split('.');
        return Typed("ref", RegoArray.From(parts.Select(static (p, i) => Typed(i == 0 ? "var" : "string", RegoString.Of(p)))));
    }

    private RegoObject Json(Term term)
    {
        switch (term)
        {
            case ScalarTerm scalar:
                return Typed(scalar.Value.KindName, scalar.Value);
            case VariableTerm { Name: "data" or "input" } root:
                return Typed("ref", Reference(root, []));
            case VariableTerm variable:
                return Variable(variable);
            case ReferenceTerm reference:
                return Typed("ref", Reference(reference.Head, reference.Path));
            case ArrayTerm array:
                return Typed("array", RegoArray.From(array.Items.Select(Json)));
            case SetTerm set:
                return Typed("set", RegoArray.From(set.Items.Select(Json).Order(AstOrder.Instance).Distinct()));
            case ObjectTerm entries:
                var pairs = entries.Entries.Select(e => RegoArray.Of(Json(e.Key), Json(e.Value))).ToList();
                return Typed("object", RegoArray.From(pairs.OrderBy(static p => (RegoObject)p[0], AstOrder.Instance)));
            case ComprehensionTerm { Key: { } key } comprehension:
                return Typed("objectcomprehension", Fields(("key", Json(key)), ("value", Json(comprehension.Value)), ("body", Body(comprehension.Body))));
            case ComprehensionTerm comprehension:
                return Typed(
                    comprehension.Kind == ComprehensionKind.Array ? "arraycomprehension" : "setcomprehension",
                    Fields(("term", Json(comprehension.Value)), ("body", Body(comprehension.Body))));
            case CallTerm call:
                return Typed("call", Call(call));
            case TemplateTerm template:
                return Typed("templatestring", Fields(
                    ("parts", RegoArray.From(template.Parts.Select(Part))), ("multi_line", RegoBoolean.Of(template.IsRaw))));
            default:
                throw new InvalidOperationException($"A term without a form in JSON: {term.GetType().Name}.");
        }
    }

    private RegoObject Variable(VariableTerm variable) =>
        Typed("var", RegoString.Of(variable.IsWildcard ? "$" + (_wildcards++).ToString(CultureInfo.InvariantCulture) : variable.Name));

    private RegoArray Reference(Term head, IEnumerable<Term> path) =>
        RegoArray.From(path.Select(Json).Prepend(head is VariableTerm variable ? Variable(variable) : Json(head)));

    private RegoArray Call(CallTerm call)
    {
        var target = call.Operator is not null ? Operator(call.Operator)
            : call.Target is VariableTerm name ? Operator(name.Name)
            : Json(call.Target!);
        return RegoArray.From(call.Arguments.Select(Json).Prepend(target));
    }

    private RegoObject Part(TemplatePart part) => part switch
    {
        { Text: { } text } => Typed("string", RegoString.Of(text)),
        { Value: ScalarTerm scalar, Modifiers.Count: 0 } => Json(scalar),
        { Value: CallTerm call } => Statement(0, Call(call), Modifiers(part.Modifiers)),
        _ => Statement(0, Json(part.Value!), Modifiers(part.Modifiers)),
    };
}
