using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Used nonces in a table that all nodes share; made at the first use.</summary>
/// <param name="connections">Sessions.</param>
/// <param name="clock">Tells what has run out.</param>
/// <param name="maximum">Most that is remembered at a time.</param>
internal sealed class PostgresNonces(PostgresConnections connections, TimeProvider clock, int maximum = IUsedNonces.Maximum) : IUsedNonces, IDisposable
{
    // Any number that nothing else in the database uses: "pharosn" in ASCII.
    private const long MakingTable = 0x706861726f736e;

    private const string Table =
        """
        CREATE TABLE IF NOT EXISTS used_nonces (key bytea PRIMARY KEY, until timestamptz NOT NULL, use uuid NOT NULL);
        CREATE INDEX IF NOT EXISTS used_nonces_until ON used_nonces (until);
        """;

    // The same use meets its own row again when its session died after the commit and it is tried on another one; only another use is a second one.
    private const string Use =
        "INSERT INTO used_nonces (key, until, use) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE used_nonces.use = excluded.use";

    private readonly SemaphoreSlim _turn = new(1);
    private DateTimeOffset _lookAt;
    private bool _isMade;
    private volatile bool _isFull;

    public async ValueTask<NonceUse> UseAsync(string scope, string nonce, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        await LookAfterAsync(cancellationToken);
        if (_isFull)
        {
            return NonceUse.Full;
        }

        var rows = await ChangeAsync(Use, cancellationToken, Of(NonceKey.Of(scope, nonce)), Of(until), Of(Guid.CreateVersion7(clock.GetUtcNow())));
        return rows == 1 ? NonceUse.First : NonceUse.Again;
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask LookAfterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isMade)
            {
                await MakeAsync(cancellationToken);
                _isMade = true;
            }

            var now = clock.GetUtcNow();
            if (now < _lookAt)
            {
                return;
            }

            await ChangeAsync("DELETE FROM used_nonces WHERE until < $1", cancellationToken, Of(now));
            _isFull = await CountAsync(cancellationToken) >= maximum;
            _lookAt = now + IUsedNonces.PurgeEvery;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask MakeAsync(CancellationToken cancellationToken) => await connections.UseAsync(
        async (connection, cancelling) =>
        {
            // In a transaction under an advisory lock: two nodes that make a table at once would fail.
            await using var transaction = await connection.BeginTransactionAsync(cancelling);
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({MakingTable}); {Table}", connection);
            await command.ExecuteNonQueryAsync(cancelling);
            await transaction.CommitAsync(cancelling);
            return true;
        },
        "make the table of used nonces",
        cancellationToken);

    private ValueTask<long> CountAsync(CancellationToken cancellationToken) => connections.UseAsync(
        async (connection, cancelling) =>
        {
            await using var command = new NpgsqlCommand("SELECT count(*) FROM used_nonces", connection);
            return (long)(await command.ExecuteScalarAsync(cancelling))!;
        },
        "count used nonces",
        cancellationToken);

    private ValueTask<int> ChangeAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) => connections.UseAsync(
        async (connection, cancelling) =>
        {
            // Parameters belong to one command, and this may be a second attempt.
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddRange(Array.ConvertAll(parameters, static parameter => parameter.Clone()));
            return await command.ExecuteNonQueryAsync(cancelling);
        },
        "record a nonce",
        cancellationToken);

    private static NpgsqlParameter Of(byte[] key) => new() { Value = key, NpgsqlDbType = NpgsqlDbType.Bytea };

    private static NpgsqlParameter Of(DateTimeOffset at) => new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Of(Guid use) => new() { Value = use, NpgsqlDbType = NpgsqlDbType.Uuid };
}
