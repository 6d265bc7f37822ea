using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>Watches an evaluation of an instrumented program (<see cref="RegoProgram.Instrument"/>). It belongs to one evaluation at a time.</summary>
public abstract class Tracer
{
    private protected Tracer()
    {
    }

    /// <summary>Whether events need the variables bound at their moment.</summary>
    internal virtual bool NeedsLocals => false;

    internal abstract void On(TraceOperation operation, TracePoint point, int query, int parent, IReadOnlyList<KeyValuePair<string, RegoValue>> locals, string message, string? subject);
}
