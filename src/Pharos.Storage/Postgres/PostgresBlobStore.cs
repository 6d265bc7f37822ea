using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Blobs in a table beside the events, so that a backup or a standby of the database has both.</summary>
internal sealed class PostgresBlobStore(PostgresConnections connections, TimeProvider clock) : IBlobStore
{
    private const int PageSize = 500;

    /// <inheritdoc/>
    public async ValueTask<Digest> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(content.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, EventLimits.BlobBytes);
        var digest = Digest.Of(content.Span);

        // What is there already becomes young again, so that no sweep removes it before its append; its bytes are not sent twice.
        if (await ChangeAsync("UPDATE blobs SET at = greatest(at, $2) WHERE digest = $1", cancellationToken, Of(digest), Of(clock.GetUtcNow())) == 0)
        {
            await ChangeAsync(
                "INSERT INTO blobs (digest, at, content) VALUES ($1, $2, $3) ON CONFLICT (digest) DO UPDATE SET at = greatest(blobs.at, excluded.at)",
                cancellationToken,
                Of(digest),
                Of(clock.GetUtcNow()),
                new NpgsqlParameter { Value = content, NpgsqlDbType = NpgsqlDbType.Bytea });
        }

        return digest;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(Digest digest, CancellationToken cancellationToken = default)
    {
        var content = await ReadAsync("SELECT content FROM blobs WHERE digest = $1", static row => row.GetFieldValue<byte[]>(0), cancellationToken, Of(digest));
        if (content.Count == 0)
        {
            return null;
        }

        return Digest.Of(content[0]) == digest
            ? content[0]
            : throw new EventLogUnavailableException("blob.corrupt", $"The blob {digest} holds other bytes than were stored.");
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReferencesAsync(Digest digest, CancellationToken cancellationToken = default) =>
        (await ReadAsync("SELECT count(*) FROM blob_references WHERE digest = $1", static row => row.GetInt64(0), cancellationToken, Of(digest)))[0];

    /// <inheritdoc/>
    public async IAsyncEnumerable<(Digest Digest, Position First)> ReferencedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const string sql = "SELECT digest, min(position) FROM blob_references WHERE digest > $1 GROUP BY digest ORDER BY digest LIMIT 500";
        var after = Array.Empty<byte>();
        while (true)
        {
            var page = await ReadAsync(
                sql,
                static row => (Digest: new Digest(row.GetFieldValue<byte[]>(0)), First: new Position(row.GetInt64(1))),
                cancellationToken,
                new NpgsqlParameter { Value = after, NpgsqlDbType = NpgsqlDbType.Bytea });
            foreach (var entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Digest.ToArray();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Digest>> NamedByAsync(Position position, CancellationToken cancellationToken = default) => await ReadAsync(
        "SELECT digest FROM blob_references WHERE position = $1 ORDER BY digest",
        static row => new Digest(row.GetFieldValue<byte[]>(0)),
        cancellationToken,
        new NpgsqlParameter { Value = position.Value, NpgsqlDbType = NpgsqlDbType.Bigint });

    /// <inheritdoc/>
    public ValueTask<int> SweepAsync(TimeSpan olderThan, CancellationToken cancellationToken = default) => ChangeAsync(
        "DELETE FROM blobs WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM blob_references WHERE blob_references.digest = blobs.digest)",
        cancellationToken,
        Of(clock.GetUtcNow() - olderThan));

    private ValueTask<int> ChangeAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) => connections.UseAsync(
        async (connection, cancelling) =>
        {
            await using var command = Command(sql, connection, parameters);
            return await command.ExecuteNonQueryAsync(cancelling);
        },
        "keep a blob",
        cancellationToken);

    private ValueTask<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) => connections.UseAsync(
        async (connection, cancelling) =>
        {
            await using var command = Command(sql, connection, parameters);
            var found = new List<T>();
            await using var row = await command.ExecuteReaderAsync(cancelling);
            while (await row.ReadAsync(cancelling))
            {
                found.Add(read(row));
            }

            return found;
        },
        "read a blob",
        cancellationToken);

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, NpgsqlParameter[] parameters)
    {
        // Parameters belong to one command, and this may be a second attempt.
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(Array.ConvertAll(parameters, static parameter => parameter.Clone()));
        return command;
    }

    private static NpgsqlParameter Of(Digest digest) => new() { Value = digest.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Of(DateTimeOffset at) => new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
