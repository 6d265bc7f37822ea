using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Reads in pages, so that no read holds the write-ahead log from being folded back for long. Safe for use by many threads.</summary>
internal sealed class SqliteReader(SqliteConnections connections, StreamCategories categories, string columns = EventRow.Columns)
{
    private const int PageSize = 256;

    // Rows one page of a query looks at; the page is then returned with what was found and a place to go on.
    private const int MaximumScanned = 50_000;

    public async IAsyncEnumerable<EventRecord> StreamAsync(StreamId stream, long fromVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (categories.KeyOf(stream) is not { } key)
        {
            yield break;
        }

        for (var next = Math.Max(1, fromVersion); ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Rows($"SELECT {columns} FROM events WHERE stream = $key AND version >= $next ORDER BY version LIMIT {PageSize}", ("$key", key), ("$next", next));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            next = page[^1].Version + 1;
            await Task.Yield();
        }
    }

    public async IAsyncEnumerable<EventRecord> AllAsync(Position after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Rows($"SELECT {columns} FROM events WHERE position > $after ORDER BY position LIMIT {PageSize}", ("$after", after.Value));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Position;
            await Task.Yield();
        }
    }

    public EventRecord? Get(Position position) =>
        Rows($"SELECT {columns} FROM events WHERE position = $position", ("$position", position.Value)).FirstOrDefault();

    public EventRecord? Operation(byte[] operationKey) =>
        Rows($"SELECT {columns} FROM events WHERE operation_key = $key", ("$key", operationKey)).FirstOrDefault();

    public EventPage Query(EventQuery query, Position head)
    {
        var (window, last) = Window(query, head);
        var order = query.Descending ? "DESC" : "ASC";
        var sql = new StringBuilder($"SELECT {columns} FROM events WHERE {window}");
        var parameters = new List<(string, object)>();
        Add("type = $type", "$type", query.Type);
        Add("agent = $agent", "$agent", query.Agent);
        Add("workspace = $workspace", "$workspace", query.Workspace);
        Add("correlation = $correlation", "$correlation", query.Correlation?.Value.ToByteArray(bigEndian: true));
        Add("at >= $from", "$from", query.From is { } from ? EventRow.MicrosecondsOf(from) : null);
        Add("at < $to", "$to", query.To is { } to ? EventRow.MicrosecondsOf(to) : null);
        var limit = Math.Clamp(query.Limit, 1, EventQuery.MaxLimit);
        var found = Rows(sql.Append($" ORDER BY position {order} LIMIT {limit + 1}").ToString(), [.. parameters]);
        return found.Count > limit ? new EventPage(found.GetRange(0, limit), found[limit - 1].Position) : new EventPage(found, last);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(" AND ").Append(condition);
                parameters.Add((name, value));
            }
        }
    }

    // A position comes from outside and may be any number, so it is brought into the log before anything is added to it.
    // The rows a page looks at, and where the next page goes on when this one does not reach the end.
    private static (string Condition, Position? Next) Window(EventQuery query, Position head)
    {
        if (query.Descending)
        {
            var before = Math.Clamp(query.After?.Value ?? long.MaxValue, 1, head.Value + 1);
            var lowest = Math.Max(1, before - MaximumScanned);
            return ($"position < {before} AND position >= {lowest}", lowest > 1 ? new Position(lowest) : null);
        }

        var after = Math.Clamp(query.After?.Value ?? 0, 0, head.Value);
        var highest = Math.Min(head.Value, after + MaximumScanned);
        return ($"position > {after} AND position <= {highest}", highest < head.Value ? new Position(highest) : null);
    }

    private List<EventRecord> Rows(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var last = Position.Start;
        try
        {
            using var connection = connections.OpenReader();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            var found = new List<EventRecord>();
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                last = new Position(row.GetInt64(0));
                found.Add(EventRow.Read(row, categories));
            }

            return found;
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the event log");
        }
        catch (Exception problem) when (problem is InvalidCastException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // Somebody wrote a value of another type or length into a row: damage, found by whoever reads it, and no bug of the reader.
            throw new EventLogUnavailableException("log.corrupt", $"Could not read the event log: the event at {last} holds a value that no event has ({problem.Message}).", problem);
        }
    }
}
