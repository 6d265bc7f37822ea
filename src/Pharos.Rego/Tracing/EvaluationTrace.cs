using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>Keeps the events of an evaluation, up to a limit.</summary>
public sealed class EvaluationTrace(int maximumEvents = EvaluationTrace.DefaultMaximum) : Tracer
{
    /// <summary>How many events are kept where nothing else is asked for.</summary>
    public const int DefaultMaximum = 100_000;

    private readonly List<TraceEvent> _events = [];

    /// <summary>All events, in their order.</summary>
    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>Whether there were more events than are kept.</summary>
    public bool IsTruncated { get; private set; }

    internal override bool NeedsLocals => true;

    /// <summary>The events of interest, in their order.</summary>
    public IReadOnlyList<TraceEvent> Explain(ExplainMode mode) => mode switch
    {
        ExplainMode.Notes => Leading(TraceOperation.Note),
        ExplainMode.Fails => Leading(TraceOperation.Fail),
        ExplainMode.Full => [.. _events.Where(e => e.Operation != TraceOperation.Unify)],
        _ => _events,
    };

    internal override void On(
        TraceOperation operation, TracePoint point, int query, int parent, IReadOnlyList<KeyValuePair<string, RegoValue>> locals, string message, string? subject)
    {
        if (_events.Count >= maximumEvents)
        {
            IsTruncated = true;
            return;
        }

        _events.Add(new TraceEvent(operation, point, query, parent, locals, message, subject));
    }

    /// <summary>The events of one kind, each after the rules and bodies that were entered on the way to it and not shown yet.</summary>
    private List<TraceEvent> Leading(TraceOperation wanted)
    {
        var shown = new List<TraceEvent>();
        var entered = new Dictionary<int, TraceEvent>();
        foreach (var found in _events)
        {
            if (found.Operation == wanted)
            {
                var path = new Stack<TraceEvent>();
                path.Push(found);
                for (var at = entered.GetValueOrDefault(found.QueryId); at is not null; at = at.ParentId == at.QueryId ? null : entered.GetValueOrDefault(at.ParentId))
                {
                    path.Push(at);
                }

                shown.AddRange(path);
                entered.Clear();
            }

            if (found.Operation is TraceOperation.Enter or TraceOperation.Redo && found.Kind is "rule" or "body")
            {
                entered[found.QueryId] = found;
            }
        }

        return shown;
    }
}
