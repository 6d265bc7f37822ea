using Microsoft.Data.Sqlite;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;
using SQLitePCL;

namespace Pharos.Storage.Sqlite;

/// <summary>The one connection that writes the index, with its prepared statements. For one thread at a time.</summary>
internal sealed class IndexWriter : IDisposable
{
    private const string Doing = "write the query index";

    private readonly SqliteConnection _connection;
    private readonly byte[] _uuid = new byte[16];
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _mark;
    private readonly SqliteStatement _setMark;
    private readonly SqliteStatement _number;
    private readonly SqliteStatement _addTerm;
    private readonly SqliteStatement _lastBlock;
    private readonly SqliteStatement _setBlock;
    private readonly SqliteStatement _addCorrelation;
    private readonly SqliteStatement _zone;
    private readonly SqliteStatement _setZone;

    public IndexWriter(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE", Doing);
        _commit = new SqliteStatement(connection, "COMMIT", Doing);
        _mark = new SqliteStatement(connection, "SELECT position, hash, terms FROM state", Doing);
        _setMark = new SqliteStatement(connection, "INSERT OR REPLACE INTO state (id, position, hash, terms) VALUES (1, ?, ?, ?)", Doing);
        _number = new SqliteStatement(connection, "SELECT number FROM terms WHERE field = ? AND value = ?", Doing);
        _addTerm = new SqliteStatement(connection, "INSERT INTO terms (field, value, number) VALUES (?, ?, ?)", Doing);
        _lastBlock = new SqliteStatement(connection, "SELECT first, positions FROM postings WHERE term = ? ORDER BY first DESC LIMIT 1", Doing);
        _setBlock = new SqliteStatement(connection, "INSERT OR REPLACE INTO postings (term, first, positions) VALUES (?, ?, ?)", Doing);
        _addCorrelation = new SqliteStatement(connection, "INSERT OR IGNORE INTO correlations (correlation, position) VALUES (?, ?)", Doing);
        _zone = new SqliteStatement(connection, "SELECT first, last, min_at, max_at FROM zones WHERE first = ?", Doing);
        _setZone = new SqliteStatement(connection, "INSERT OR REPLACE INTO zones (first, last, min_at, max_at) VALUES (?, ?, ?, ?)", Doing);
    }

    public IndexMark Mark() => _mark.First(
        static row => new IndexMark(new Position(raw.sqlite3_column_int64(row, 0)), new Digest(raw.sqlite3_column_blob(row, 1)), raw.sqlite3_column_int64(row, 2)), IndexMark.Empty);

    public long Number(Term term)
    {
        raw.sqlite3_bind_int(_number.Handle, 1, (int)term.Field);
        raw.sqlite3_bind_text(_number.Handle, 2, term.Value);
        return _number.First(static row => raw.sqlite3_column_int64(row, 0), 0);
    }

    public PostingBlock? LastBlock(long term)
    {
        raw.sqlite3_bind_int64(_lastBlock.Handle, 1, term);
        return _lastBlock.First(
            static row => PostingCodec.TryDecode(raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_blob(row, 1), out var block)
                ? block
                : throw new IndexDamagedException("A posting block cannot be decoded."),
            null);
    }

    public Zone? ZoneAt(long first)
    {
        raw.sqlite3_bind_int64(_zone.Handle, 1, first);
        return _zone.First<Zone?>(
            static row => new Zone(raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1), raw.sqlite3_column_int64(row, 2), raw.sqlite3_column_int64(row, 3)), null);
    }

    public bool Write(IndexMark expected, IndexChange change)
    {
        _begin.Run();
        try
        {
            var isExpected = Mark() == expected;
            if (isExpected)
            {
                Apply(change);
            }

            _commit.Run();
            return isExpected;
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                // What went wrong is told by the exception; a full disk has rolled back already.
                raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _mark, _setMark, _number, _addTerm, _lastBlock, _setBlock, _addCorrelation, _zone, _setZone })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Apply(IndexChange change)
    {
        foreach (var (number, term) in change.Terms)
        {
            raw.sqlite3_bind_int(_addTerm.Handle, 1, (int)term.Field);
            raw.sqlite3_bind_text(_addTerm.Handle, 2, term.Value);
            raw.sqlite3_bind_int64(_addTerm.Handle, 3, number);
            _addTerm.Run();
        }

        foreach (var block in change.Blocks)
        {
            raw.sqlite3_bind_int64(_setBlock.Handle, 1, block.Term);
            raw.sqlite3_bind_int64(_setBlock.Handle, 2, block.First);
            if (block.Distances.IsEmpty)
            {
                // An empty span has no address, and SQLite would store NULL for it.
                raw.sqlite3_bind_zeroblob(_setBlock.Handle, 3, 0);
            }
            else
            {
                raw.sqlite3_bind_blob(_setBlock.Handle, 3, block.Distances.Span);
            }

            _setBlock.Run();
        }

        foreach (var (correlation, position) in change.Correlations)
        {
            correlation.TryWriteBytes(_uuid, bigEndian: true, out _);
            raw.sqlite3_bind_blob(_addCorrelation.Handle, 1, _uuid);
            raw.sqlite3_bind_int64(_addCorrelation.Handle, 2, position);
            _addCorrelation.Run();
        }

        foreach (var zone in change.Zones)
        {
            raw.sqlite3_bind_int64(_setZone.Handle, 1, zone.First);
            raw.sqlite3_bind_int64(_setZone.Handle, 2, zone.Last);
            raw.sqlite3_bind_int64(_setZone.Handle, 3, zone.MinAt);
            raw.sqlite3_bind_int64(_setZone.Handle, 4, zone.MaxAt);
            _setZone.Run();
        }

        raw.sqlite3_bind_int64(_setMark.Handle, 1, change.Mark.Position.Value);
        _setMark.Bind(2, change.Mark.Hash);
        raw.sqlite3_bind_int64(_setMark.Handle, 3, change.Mark.Terms);
        _setMark.Run();
    }
}
