using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>One event of a trace.</summary>
public sealed class TraceEvent
{
    internal TraceEvent(TraceOperation operation, TracePoint point, int query, int parent, IReadOnlyList<KeyValuePair<string, RegoValue>> locals, string message, string? subject)
    {
        (Operation, Point, QueryId, ParentId, Locals, Message, Subject) = (operation, point, query, parent, locals, message, subject);
    }

    /// <summary>What happened.</summary>
    public TraceOperation Operation { get; }

    /// <summary>The evaluation of a rule or body that the event belongs to, numbered from 0.</summary>
    public int QueryId { get; }

    /// <summary>The evaluation that this one is part of.</summary>
    public int ParentId { get; }

    /// <summary><c>rule</c>, <c>body</c> or <c>expr</c>.</summary>
    public string Kind => Point.Kind;

    /// <summary>What the event is about, as Rego; of a rule, its reference.</summary>
    public string Text => Point.Text;

    /// <summary>The module that it stands in; empty for the query.</summary>
    public string File => Point.Location.File is null or "query" ? "" : Point.Location.File;

    /// <summary>Its row there.</summary>
    public int Row => Point.Location.Row;

    /// <summary>The variables bound at that moment, in the order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, RegoValue>> Locals { get; }

    /// <summary>The text of a note, or what an index found.</summary>
    public string Message { get; }

    internal TracePoint Point { get; }

    /// <summary>The document or function whose rules an index looked up.</summary>
    internal string? Subject { get; }

    /// <summary>The event in OPA's form.</summary>
    public RegoObject ToJson()
    {
        var locals = RegoArray.From(Locals.Select(l => (RegoValue)AstJson.Fields(
            ("key", AstJson.Fields(("type", RegoString.Of("var")), ("value", RegoString.Of(l.Key)))),
            ("value", ValueTerms.Of(l.Value)))));
        return AstJson.Fields(
            ("op", RegoString.Of(Operation.ToString().ToLowerInvariant())),
            ("query_id", RegoNumber.Of(QueryId)),
            ("parent_id", RegoNumber.Of(ParentId)),
            ("type", RegoString.Of(Operation == TraceOperation.Note ? "" : Kind)),
            ("node", Operation == TraceOperation.Note ? RegoNull.Instance : Point.Node),
            ("locals", locals),
            ("message", Message.Length == 0 ? null : RegoString.Of(Message)),
            ("location", AstJson.Fields(("file", RegoString.Of(File)), ("row", RegoNumber.Of(Row)), ("col", RegoNumber.Of(Point.Location.Column)))));
    }
}
