using System.Globalization;
using Pharos.Rego.Builtins;
using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Writes resolved nodes as Rego that can be parsed again.</summary>
internal sealed class NodeText(Func<int, string> name)
{
    private static readonly Dictionary<string, string> Infix = new(StringComparer.Ordinal)
    {
        ["equal"] = "==", ["neq"] = "!=", ["lt"] = "<", ["lte"] = "<=", ["gt"] = ">", ["gte"] = ">=", ["plus"] = "+", ["minus"] = "-", ["mul"] = "*",
        ["div"] = "/", ["rem"] = "%", ["and"] = "&", ["or"] = "|", ["internal.member_2"] = "in",
    };

    /// <summary>Writes variables by number, so that equal texts mean equal nodes.</summary>
    public static NodeText Identity { get; } = new(slot => "$" + slot.ToString(CultureInfo.InvariantCulture));

    public string Body(IReadOnlyList<LiteralNode> literals) => string.Join("; ", literals.Select(Literal));

    public string Literal(LiteralNode literal)
    {
        switch (literal)
        {
            case TestNode test:
                return Top(test.Term);
            case UnifyNode { Left: var output, Right: ReferenceNode { Head: CallNode { Builtin.IsRelation: true } call, Path: [SlotNode] } }:
                return Arguments(call, call.Arguments.Append(output));
            case UnifyNode unify:
                return $"{Top(unify.Left)} = {Top(unify.Right)}";
            case NotNode { Body.Literals: [not (NotNode or WithNode { Inner: [NotNode] }) and var inner] }:
                return "not " + Literal(inner);
            case NotNode not:
                // Several statements cannot be negated at once, but the set of the ways in which they hold can be empty.
                return $"{{1 | {Body(not.Body.Literals)}}} == set()";
            case SomeInNode some:
                return some.Key is null ? $"some {Term(some.Value)} in {Term(some.Domain)}" : $"some {Term(some.Key)}, {Term(some.Value)} in {Term(some.Domain)}";
            case EveryNode every:
                return $"every {name(every.Key)}, {name(every.Value)} in {Term(every.Domain)} {{ {Body(every.Body.Literals)} }}";
            case WithNode with:
                var modifiers = string.Concat(with.Replacements.Select(Modifier));
                return string.Join("; ", with.Inner.Select(inner => Literal(inner) + modifiers));
            default:
                throw new InvalidOperationException($"unknown literal {literal.GetType().Name}");
        }
    }

    public string Term(TermNode term)
    {
        switch (term)
        {
            case ConstantNode constant:
                return Constant(constant.Value);
            case SlotNode slot:
                return name(slot.Slot);
            case ReferenceNode reference:
                return Reference(reference);
            case ArrayNode array:
                return $"[{List(array.Items)}]";
            case SetNode set:
                return $"{{{List(set.Items)}}}";
            case ObjectNode map:
                return $"{{{string.Join(", ", map.Entries.Select(e => $"{Term(e.Key)}: {Term(e.Value)}"))}}}";
            case CallNode call:
                var text = Call(call);
                return call.Builtin is { } builtin && Infix.ContainsKey(builtin.Name) && call.Arguments.Count == 2 ? $"({text})" : text;
            case TemplateNode template:
                return "$\"" + string.Concat(template.Parts.Select(Part)) + "\"";
            case ComprehensionNode c:
                var body = c.Body.Literals.Count == 0 ? "true" : Body(c.Body.Literals);
                var (open, close) = c.Kind == ComprehensionKind.Array ? ('[', ']') : ('{', '}');
                return $"{open}{(c.Key is null ? "" : Term(c.Key) + ": ")}{Term(c.Value)} | {body}{close}";
            default:
                throw new InvalidOperationException($"unknown term {term.GetType().Name}");
        }
    }

    public string Path(IEnumerable<TermNode> path) => string.Concat(path.Select(Key));

    public string List(IEnumerable<TermNode> terms) => string.Join(", ", terms.Select(Term));

    private static bool IsName(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !LanguageKeywords.IsKeyword(text, RegoVersion.V1);

    /// <summary>Rego's own notation quotes as Go does, which a parser of Rego need not read.</summary>
    private static string Constant(RegoValue value) => value switch
    {
        RegoString text => text.ToJson(),
        RegoArray array => $"[{string.Join(", ", array.Select(Constant))}]",
        RegoSet { Count: > 0 } set => $"{{{string.Join(", ", set.Select(Constant))}}}",
        RegoObject map => $"{{{string.Join(", ", map.Select(e => $"{Constant(e.Key)}: {Constant(e.Value)}"))}}}",
        _ => value.ToString(),
    };

    private string Top(TermNode term) => term is CallNode call ? Call(call) : Term(term);

    private string Key(TermNode key) => key is ConstantNode { Value: RegoString text } && IsName(text.Value) ? "." + text.Value : $"[{Term(key)}]";

    private string Reference(ReferenceNode reference)
    {
        if (reference is { Head: CallNode { Builtin.IsRelation: true } relation, Path: [_] })
        {
            return Call(relation);
        }

        var head = reference.Root switch
        {
            RootKind.Input => "input",
            RootKind.Data => "data",
            _ => Term(reference.Head!),
        };
        return head + Path(reference.Path);
    }

    private string Call(CallNode call) =>
        call.Builtin is { } builtin && call.Arguments.Count == 2 && Infix.TryGetValue(builtin.Name, out var infix)
            ? $"{Term(call.Arguments[0])} {infix} {Term(call.Arguments[1])}"
            : call.Builtin?.Name == "internal.member_3" ? $"({Term(call.Arguments[0])}, {Term(call.Arguments[1])} in {Term(call.Arguments[2])})"
            : Arguments(call, call.Arguments);

    private string Arguments(CallNode call, IEnumerable<TermNode> arguments) => $"{Callee(call.Builtin, call.Function)}({List(arguments)})";

    private static string Callee(Builtin? builtin, FunctionDocument? function)
    {
        if (builtin is not null)
        {
            return builtin.Name;
        }

        var names = new Stack<string>();
        for (var node = function!.Node; node.Parent is not null; node = node.Parent)
        {
            names.Push(node.Name);
        }

        return "data" + string.Concat(names.Select(n => Identity.Key(new ConstantNode(RegoString.Of(n)))));
    }

    private string Part(TermNode part)
    {
        if (part is ComprehensionNode { Body.Literals: [UnifyNode value] })
        {
            return $"{{{Term(value.Right)}}}";
        }

        if (part is ComprehensionNode { Body.Literals: [WithNode { Inner: [UnifyNode replaced] } with] })
        {
            return $"{{{Term(replaced.Right)}{string.Concat(with.Replacements.Select(Modifier))}}}";
        }

        var text = ((ConstantNode)part).Value;
        var shown = text is RegoSet set ? set.FirstOrDefault() ?? RegoString.Of("<undefined>") : text;
        var plain = shown is RegoString member ? member : RegoString.Of(shown.ToString());
        return plain.ToJson()[1..^1].Replace("{", "\\{", StringComparison.Ordinal);
    }

    private string Modifier(Replacement replacement)
    {
        var target = replacement.Callee switch
        {
            Builtin builtin => Callee(builtin, null),
            FunctionDocument function => Callee(null, function),
            _ => (replacement.Root == RootKind.Input ? "input" : "data") + Path(replacement.Path.Select(p => new ConstantNode(RegoString.Of(p)))),
        };
        var by = replacement.ByValue is { } value ? Term(value) : Callee(replacement.ByBuiltin, replacement.ByFunction);
        return $" with {target} as {by}";
    }
}
