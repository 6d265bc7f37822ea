using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>Reads in pages, so that no read holds the write-ahead log from being folded back for long. Safe for use by many threads.</summary>
internal sealed class SqliteReader(SqliteConnections connections, StreamCategories categories, string columns = EventRow.Columns)
{
    private const int PageSize = 256;

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

    /// <summary>Events between two positions, both included.</summary>
    public IReadOnlyList<EventRecord> Between(long first, long last, bool isDescending, int most) => Rows(
        $"SELECT {columns} FROM events WHERE position BETWEEN $first AND $last ORDER BY position {(isDescending ? "DESC" : "ASC")} LIMIT $most",
        ("$first", first),
        ("$last", last),
        ("$most", most));

    /// <summary>The events at some positions that happened between two times, both included.</summary>
    public IReadOnlyList<EventRecord> At(IReadOnlyList<long> positions, long fromAt, long toAt) => Rows(
        $"SELECT {columns} FROM events WHERE position IN (SELECT value FROM json_each($positions)) AND at BETWEEN $from AND $to",
        ("$positions", $"[{string.Join(',', positions)}]"),
        ("$from", fromAt),
        ("$to", toAt));

    /// <summary>What an index needs of the events behind a position; their payloads are not read.</summary>
    public IReadOnlyList<IndexedEvent> Envelopes(Position after, int most) => Rows(
        "SELECT position, at, type, agent, workspace, correlation FROM events WHERE position > $after ORDER BY position LIMIT $most",
        static row => new IndexedEvent(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : new Guid((byte[])row.GetValue(5), bigEndian: true)),
        ("$after", after.Value),
        ("$most", most));

    /// <summary>The chain's hash at a position, or null when there is no event.</summary>
    public Digest? Hash(Position position) =>
        Rows<Digest?>("SELECT position, hash FROM events WHERE position = $position", static row => new Digest((byte[])row.GetValue(1)), ("$position", position.Value)).FirstOrDefault();

    private List<EventRecord> Rows(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Rows(sql, row => EventRow.Read(row, categories), parameters);

    // The first column is the position, for the words about damage.
    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
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

            var found = new List<T>();
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                last = new Position(row.GetInt64(0));
                found.Add(read(row));
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
