using System.Data;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Pharos.Events;
using Pharos.Events.Indexing;
using Pharos.Storage.Indexing;

namespace Pharos.Storage.Postgres;

/// <summary>A session that reads or writes the index's tables; its statements are prepared once. For one thread at a time.</summary>
internal sealed class IndexSession(NpgsqlConnection connection) : IAsyncDisposable
{
    private const string UndefinedTable = "42P01";
    private const string UndefinedColumn = "42703";

    /// <summary>What stands under a value: half of its SHA-256.</summary>
    public static Guid KeyOf(string value) => new(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 16), bigEndian: true);

    public static NpgsqlParameter Of(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    public static NpgsqlParameter Of(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Of(Guid value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Of(byte[] value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Of(long[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    public static NpgsqlParameter Of(short[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };

    public static NpgsqlParameter Of(Guid[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Of(byte[][] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    /// <summary>Tells damage of the index, which is mended by making it anew, from failures of its surroundings, which are not.</summary>
    public static async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException problem) when (problem.SqlState is UndefinedTable or UndefinedColumn)
        {
            throw new IndexDamagedException($"The query index has other tables: {problem.MessageText}", problem);
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem))
        {
            throw PostgresFailure.Of(problem, "use the query index");
        }
        catch (Exception problem) when (problem is InvalidCastException or ArgumentException or OverflowException)
        {
            throw new IndexDamagedException($"The query index holds a value that no indexer writes: {problem.Message}", problem);
        }
    }

    public static PostingBlock Block(long first, byte[] distances) =>
        PostingCodec.TryDecode(first, distances, out var block) ? block : throw new IndexDamagedException("A posting block cannot be decoded.");

    public ValueTask<NpgsqlTransaction> BeginAsync(IsolationLevel isolation, CancellationToken cancellationToken) => connection.BeginTransactionAsync(isolation, cancellationToken);

    /// <summary>Runs several statements without parameters.</summary>
    public async ValueTask RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs one statement and says how many rows it changed.</summary>
    public async ValueTask<int> ChangeAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.PrepareAsync(cancellationToken);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.PrepareAsync(cancellationToken);
        var found = new List<T>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            found.Add(read(row));
        }

        return found;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
