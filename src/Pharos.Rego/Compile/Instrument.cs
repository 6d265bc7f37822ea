using Pharos.Rego.Evaluate;
using Pharos.Rego.Syntax;
using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Compile;

/// <summary>Puts steps around those of a rule or query that tell a trace of them. A program that is not instrumented has none.</summary>
internal sealed class Instrument(Resolver resolver)
{
    private readonly NodeText _text = new(slot => resolver.NameOf(slot));

    /// <summary>Begins to watch an expression.</summary>
    public (Step Before, Step After) Expression(LiteralNode literal, HashSet<int> bound)
    {
        string Text() => _text.Literal(literal);
        var point = new TracePoint("expr", literal.Location, Text, () => Tree(Text()) is { Count: > 0 } body ? body[0] : RegoNull.Instance)
        {
            IsUnification = literal is UnifyNode,
        };
        var after = new HashSet<int>(bound);
        SlotUse.Slots(literal, after);
        return (new WatchStep(point, Variables(bound)), new HeldStep(point, Variables(after)));
    }

    /// <summary>Watches the body of a closure or query: gives the step before its last one, and the step that comes first.</summary>
    public (Step Last, Func<Step, Step> First) Body(IReadOnlyList<LiteralNode> literals, HashSet<int> bound, SourceLocation at, Step last)
    {
        string Text() => literals.Count == 0 ? "true" : _text.Body(literals);
        var point = new TracePoint("body", literals.Count > 0 ? literals[0].Location : at, Text, () => Tree(Text()));
        return Around(point, Variables(bound), last, null);
    }

    /// <summary>Watches a rule.</summary>
    public (Step Last, Func<Step, Step> First) Rule(Rule rule, string reference, Step last, Func<bool> stopsEarly)
    {
        var point = new TracePoint("rule", rule.Location, () => reference, () => AstJson.OfRule(rule));
        return Around(point, [], last, stopsEarly);
    }

    /// <summary>Watches a query that is one term.</summary>
    public TermCode Term(TermCode code, TermNode term, SourceLocation at)
    {
        string Text() => _text.Term(term);
        return new TracedCode(code, new TracePoint("body", at, Text, () => Tree(Text())), new TracePoint("expr", at, Text, () => Tree(Text())[0]));
    }

    private static RegoArray Tree(string text) => AstJson.Of(Parser.ParseQuery(text).Body);

    private static (Step Last, Func<Step, Step> First) Around(TracePoint point, TracedVariable[] variables, Step last, Func<bool>? stopsEarly) =>
        (new ExitStep(point, variables, stopsEarly) { Next = last }, first => new EnterStep(point, variables) { Next = first });

    private TracedVariable[] Variables(HashSet<int> bound) =>
        [.. bound.Select(slot => new TracedVariable(resolver.NameOf(slot), slot)).Where(v => v.Name != "_" && v.Name[0] != '$').OrderBy(v => v.Name, StringComparer.Ordinal)];
}
