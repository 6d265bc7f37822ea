using Pharos.Rego.Syntax;
using Pharos.Rego.Values;

namespace Pharos.Rego.Tracing;

/// <summary>Measures where the time of evaluations goes, by expression. Watching costs time of its own, so shares mean more than times.</summary>
public sealed class ProfileTrace(TimeProvider clock) : Tracer
{
    private readonly Dictionary<SourceLocation, Entry> _entries = [];
    private Entry? _active;
    private long _since;

    /// <summary>The most expensive expressions, by time, then evaluations, then redos.</summary>
    public IReadOnlyList<ProfiledExpression> Top(int count) =>
    [
        .. _entries.Values.OrderByDescending(e => e.Ticks).ThenByDescending(e => e.Evaluations).ThenByDescending(e => e.Redos).Take(count).Select(e => new ProfiledExpression(
            e.Point.Location.File is null or "query" ? "" : e.Point.Location.File, e.Point.Location.Row, e.Point.Location.Column, e.Point.Text,
            clock.GetElapsedTime(0, e.Ticks), e.Evaluations, e.Redos)),
    ];

    internal override void On(
        TraceOperation operation, TracePoint point, int query, int parent, IReadOnlyList<KeyValuePair<string, RegoValue>> locals, string message, string? subject)
    {
        // Time up to an event belongs to the expression that was being evaluated before it.
        var now = clock.GetTimestamp();
        if (_active is not null)
        {
            _active.Ticks += now - _since;
        }

        if (point.Kind == "expr" && operation is TraceOperation.Eval or TraceOperation.Redo)
        {
            if (!_entries.TryGetValue(point.Location, out var entry))
            {
                _entries.Add(point.Location, entry = new Entry(point));
            }

            _active = entry;
            if (operation == TraceOperation.Eval)
            {
                entry.Evaluations++;
            }
            else
            {
                entry.Redos++;
            }
        }

        _since = clock.GetTimestamp();
    }

    private sealed class Entry(TracePoint point)
    {
        public TracePoint Point { get; } = point;

        public long Ticks { get; set; }

        public long Evaluations { get; set; }

        public long Redos { get; set; }
    }
}
