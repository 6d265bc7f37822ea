using Pharos.Events;

namespace Pharos.Storage.Indexing;

/// <summary>The positions that a page of a query may show, both ends included. A position comes from outside and may be any number, so it is brought into the log first.</summary>
internal readonly record struct QueryRange(long First, long Last)
{
    public bool IsEmpty => First > Last;

    public static QueryRange Of(EventQuery query, Position head) => query.Descending
        ? new QueryRange(1, Math.Clamp(query.After?.Value ?? long.MaxValue, 1, head.Value + 1) - 1)
        : new QueryRange(Math.Clamp(query.After?.Value ?? 0, 0, head.Value) + 1, head.Value);
}
