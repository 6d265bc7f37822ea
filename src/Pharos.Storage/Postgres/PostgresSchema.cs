using System.Globalization;
using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Makes the tables where they are missing, and refuses those of a newer program.</summary>
internal static class PostgresSchema
{
    /// <summary>Version of the tables; those of a newer one are refused, because an older program could break them.</summary>
    public const int Version = 1;

    // Any number that nothing else in the database uses: "pharos" in ASCII.
    private const long MakingTables = 0x706861726f73;

    private const int OldestServer = 130_000;

    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckServerAsync(connection, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({MakingTables})", cancellationToken);
        if (await ScalarAsync(connection, "SELECT to_regclass('pharos_schema')::text", cancellationToken) is null)
        {
            await ExecuteAsync(connection, $"{Sql()}\nINSERT INTO pharos_schema (version) VALUES ({Version});", cancellationToken);
        }
        else if (await ScalarAsync(connection, "SELECT max(version) FROM pharos_schema", cancellationToken) is int version && version > Version)
        {
            throw new EventLogUnavailableException(
                "store.newer", $"The event log was written by a newer Pharos (tables of version {version}; this program knows {Version}). Use that version, or restore a backup.");
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = int.Parse((string)(await ScalarAsync(connection, "SHOW server_version_num", cancellationToken))!, CultureInfo.InvariantCulture);
        if (version < OldestServer)
        {
            throw new EventLogUnavailableException("store.unsupported", $"PostgreSQL 13 or newer is needed; this server is {connection.PostgreSqlVersion}.");
        }

        if ((string)(await ScalarAsync(connection, "SHOW server_encoding", cancellationToken))! is var encoding and not "UTF8")
        {
            throw new EventLogUnavailableException("store.unsupported", $"The database's encoding is {encoding}, which cannot hold every text. Create one with ENCODING 'UTF8'.");
        }

        if (await ScalarAsync(connection, "SELECT pg_is_in_recovery()", cancellationToken) is true)
        {
            throw new EventLogUnavailableException("store.readonly", "The server is a standby and read-only. Name the primary, or all servers, in the address.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is var value and not DBNull ? value : null;
    }

    private static string Sql()
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream("Pharos.Storage.Postgres.Schema.sql")
            ?? throw new InvalidOperationException("Schema.sql is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
