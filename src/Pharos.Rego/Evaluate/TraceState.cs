using Pharos.Rego.Tracing;
using Pharos.Rego.Values;

namespace Pharos.Rego.Evaluate;

/// <summary>A variable that a trace may show.</summary>
internal readonly record struct TracedVariable(string Name, int Slot);

/// <summary>Where an evaluation that is watched stands, and who watches it.</summary>
internal sealed class TraceState(IReadOnlyList<Tracer> tracers)
{
    private readonly bool _needsLocals = tracers.Any(t => t.NeedsLocals);
    private int _queries;

    /// <summary>The evaluation of a rule or body that is under way, and the one around it.</summary>
    public (int Id, int Parent) Query { get; set; } = (-1, 0);

    /// <summary>Whether the expression being evaluated has held.</summary>
    public bool Held { get; set; }

    public TracePoint? Point { get; set; }

    /// <summary>Begins a query inside of the present one, which is returned.</summary>
    public (int Id, int Parent) Open()
    {
        var outer = Query;
        var id = _queries++;
        Query = (id, outer.Id < 0 ? id : outer.Id);
        return outer;
    }

    public void Emit(TraceOperation operation, TracePoint point, TracedVariable[] variables, Slot[] frame, string message = "", string? subject = null)
    {
        IReadOnlyList<KeyValuePair<string, RegoValue>> locals = [];
        if (_needsLocals && variables.Length > 0)
        {
            var shown = new List<KeyValuePair<string, RegoValue>>();
            foreach (var (name, slot) in variables)
            {
                if (frame[slot].Value is { } value)
                {
                    shown.Add(new KeyValuePair<string, RegoValue>(name, value));
                }
            }

            locals = shown;
        }

        foreach (var tracer in tracers)
        {
            tracer.On(operation, point, Query.Id, Query.Parent, locals, message, subject);
        }
    }

    /// <summary>Tells of a note or of a lookup, which belong to the expression being evaluated.</summary>
    public void Tell(TraceOperation operation, string message, string? subject = null)
    {
        if (Point is { } point)
        {
            Emit(operation, point, [], [], message, subject);
        }
    }

    public void Index(VirtualNode node, int rules, bool stopsEarly)
    {
        var count = rules == 1 ? "1 rule" : $"{rules} rules";
        Tell(TraceOperation.Index, $"(matched {count}{(stopsEarly && rules > 0 ? ", early exit" : "")})", node.FullName);
    }
}
