using System.Data;
using Npgsql;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Postgres;

/// <summary>One read of the index's tables, in a transaction that sees nothing written after it began.</summary>
internal sealed class IndexSnapshot : IIndexSnapshot
{
    private readonly IndexSession _session;
    private readonly NpgsqlTransaction _transaction;
    private readonly Func<IndexSession, bool, ValueTask> _giveBack;
    private bool _isSound = true;

    private IndexSnapshot(IndexSession session, NpgsqlTransaction transaction, Position position, Func<IndexSession, bool, ValueTask> giveBack)
    {
        _session = session;
        _transaction = transaction;
        _giveBack = giveBack;
        Position = position;
    }

    public Position Position { get; }

    /// <param name="session">The session; used by nobody else meanwhile. When this throws, it has not been taken.</param>
    /// <param name="giveBack">Takes it back, and hears whether it can be used again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ValueTask<IIndexSnapshot> BeginAsync(IndexSession session, Func<IndexSession, bool, ValueTask> giveBack, CancellationToken cancellationToken) =>
        IndexSession.GuardAsync<IIndexSnapshot>(async () =>
        {
            var transaction = await session.BeginAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var positions = await session.RowsAsync("SELECT position FROM index_state", static row => row.GetInt64(0), cancellationToken);
            return new IndexSnapshot(session, transaction, new Position(positions.FirstOrDefault()), giveBack);
        });

    public static Zone Zone(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));

    public async ValueTask<long> TermAsync(Term term, CancellationToken cancellationToken) => (await Rows(
        "SELECT number FROM index_terms WHERE field = $1 AND key = $2",
        static row => row.GetInt64(0),
        cancellationToken,
        new NpgsqlParameter { Value = (short)term.Field, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Smallint },
        IndexSession.Of(IndexSession.KeyOf(term.Value)))).FirstOrDefault();

    public async ValueTask<IReadOnlyList<PostingBlock>> BlocksAsync(long term, long from, ReadingOrder order, int most, CancellationToken cancellationToken) => await Rows(
        order.IsDescending
            ? "SELECT first, positions FROM index_postings WHERE term = $1 AND first <= $2 ORDER BY first DESC LIMIT $3"
            : """
              SELECT first, positions FROM index_postings
              WHERE term = $1 AND first >= coalesce((SELECT first FROM index_postings WHERE term = $1 AND first <= $2 ORDER BY first DESC LIMIT 1), 0) ORDER BY first LIMIT $3
              """,
        static row => IndexSession.Block(row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
        cancellationToken,
        IndexSession.Of(term),
        IndexSession.Of(from),
        IndexSession.Of((long)most));

    public async ValueTask<IReadOnlyList<long>> CorrelatedAsync(Guid correlation, long from, ReadingOrder order, int most, CancellationToken cancellationToken) => await Rows(
        order.IsDescending
            ? "SELECT position FROM index_correlations WHERE correlation = $1 AND position <= $2 ORDER BY position DESC LIMIT $3"
            : "SELECT position FROM index_correlations WHERE correlation = $1 AND position >= $2 ORDER BY position LIMIT $3",
        static row => row.GetInt64(0),
        cancellationToken,
        IndexSession.Of(correlation),
        IndexSession.Of(from),
        IndexSession.Of((long)most));

    public async ValueTask<IReadOnlyList<Zone>> ZonesAsync(long fromAt, long toAt, long from, ReadingOrder order, int most, CancellationToken cancellationToken) => await Rows(
        order.IsDescending
            ? "SELECT first, last, min_at, max_at FROM index_zones WHERE first <= $1 AND min_at <= $2 AND max_at >= $3 ORDER BY first DESC LIMIT $4"
            : "SELECT first, last, min_at, max_at FROM index_zones WHERE first >= $1 AND min_at <= $2 AND max_at >= $3 ORDER BY first LIMIT $4",
        Zone,
        cancellationToken,
        IndexSession.Of(order.IsDescending ? from : Events.Indexing.Zone.FirstOf(from)),
        IndexSession.Of(toAt),
        IndexSession.Of(fromAt),
        IndexSession.Of((long)most));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem))
        {
            // Nothing was written, so nothing is lost; the session is not used again.
            _isSound = false;
        }
        finally
        {
            await _giveBack(_session, _isSound);
        }
    }

    private async ValueTask<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var isAnswered = false;
        try
        {
            var rows = await IndexSession.GuardAsync(() => _session.RowsAsync(sql, read, cancellationToken, parameters));
            isAnswered = true;
            return rows;
        }
        finally
        {
            _isSound &= isAnswered;
        }
    }
}
