using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>
/// Leases as advisory locks of one session: the server gives them up with the session, so a node that dies loses them. A session that was lost is opened again, and every lease
/// asked for anew.
/// </summary>
internal sealed class PostgresLeases(PostgresConnections connections) : ILeases, IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;
    private bool _isClosed;

    /// <summary>Whether this node holds a lease now; false as well while the server cannot be asked.</summary>
    public async ValueTask<bool> HoldsAsync(string name, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_isClosed)
            {
                return false;
            }

            _connection ??= await connections.OpenOwnAsync(cancellationToken);

            // A lease that is held is asked for as well, in a way that changes nothing: only an answer proves that the session, and with it the lease, still lives.
            var sql = _held.Contains(name) ? "SELECT true" : $"SELECT pg_try_advisory_lock({KeyOf(name)})";
            await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 5 };
            var isHeld = await command.ExecuteScalarAsync(cancellationToken) is true;
            if (isHeld)
            {
                _held.Add(name);
            }

            return isHeld;
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem))
        {
            await DropAsync();
            return false;
        }
        catch (OperationCanceledException)
        {
            await DropAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _isClosed = true;
            await DropAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"pharos lease {name}")));

    private async ValueTask DropAsync()
    {
        _held.Clear();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
