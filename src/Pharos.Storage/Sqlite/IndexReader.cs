using Microsoft.Data.Sqlite;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Sqlite;

/// <summary>A connection that reads the index, with its prepared statements; kept from query to query. For one thread at a time.</summary>
internal sealed class IndexReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public IndexReader(string path) => _connection = SqliteNativeLibrary.Open(path, SqliteOpenMode.ReadOnly);

    /// <summary>Begins a read that does not see what is written afterwards.</summary>
    public void Begin() => SqliteConnections.Execute(_connection, "BEGIN");

    public void End() => SqliteConnections.Execute(_connection, "COMMIT");

    public long Position() => Rows("SELECT position FROM state", static row => row.GetInt64(0)).FirstOrDefault();

    public long Number(Term term) =>
        Rows("SELECT number FROM terms WHERE field = $a AND value = $b", static row => row.GetInt64(0), (long)term.Field, term.Value).FirstOrDefault();

    public IReadOnlyList<PostingBlock> Blocks(long term, long from, ReadingOrder order, int most) => Rows(
        order.IsDescending
            ? "SELECT first, positions FROM postings WHERE term = $a AND first <= $b ORDER BY first DESC LIMIT $c"
            : "SELECT first, positions FROM postings WHERE term = $a AND first >= coalesce((SELECT max(first) FROM postings WHERE term = $a AND first <= $b), 0) ORDER BY first LIMIT $c",
        static row => PostingCodec.TryDecode(row.GetInt64(0), (byte[])row.GetValue(1), out var block) ? block : throw new IndexDamagedException("A posting block cannot be decoded."),
        term,
        from,
        (long)most);

    public IReadOnlyList<long> Correlated(Guid correlation, long from, ReadingOrder order, int most) => Rows(
        order.IsDescending
            ? "SELECT position FROM correlations WHERE correlation = $a AND position <= $b ORDER BY position DESC LIMIT $c"
            : "SELECT position FROM correlations WHERE correlation = $a AND position >= $b ORDER BY position LIMIT $c",
        static row => row.GetInt64(0),
        correlation.ToByteArray(bigEndian: true),
        from,
        (long)most);

    public IReadOnlyList<Zone> Zones(long fromAt, long toAt, long from, ReadingOrder order, int most) => Rows(
        order.IsDescending
            ? "SELECT first, last, min_at, max_at FROM zones WHERE first <= $a AND min_at <= $b AND max_at >= $c ORDER BY first DESC LIMIT $d"
            : "SELECT first, last, min_at, max_at FROM zones WHERE first >= $a AND min_at <= $b AND max_at >= $c ORDER BY first LIMIT $d",
        static row => new Zone(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        order.IsDescending ? from : Zone.FirstOf(from),
        toAt,
        fromAt,
        (long)most);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.AddWithValue($"${(char)('a' + i)}", values[i]);
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        var found = new List<T>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(read(row));
        }

        return found;
    }
}
