using System.Globalization;
using Npgsql;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>An empty database beside a given one, gone when it is disposed: for measuring on a real server without touching its log.</summary>
public sealed class PostgresScratchDatabase : IAsyncDisposable
{
    private readonly PostgresAddress _beside;
    private readonly string _name;

    private PostgresScratchDatabase(PostgresAddress beside, string name)
    {
        _beside = beside;
        _name = name;
        Address = beside.WithDatabase(name);
    }

    /// <summary>The empty database.</summary>
    public PostgresAddress Address { get; }

    /// <summary>Makes one. The account must be allowed to create databases.</summary>
    /// <exception cref="EventLogUnavailableException">The server cannot be reached, or refuses.</exception>
    public static async Task<PostgresScratchDatabase> CreateAsync(PostgresAddress beside, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = $"pharos_scratch_{Guid.CreateVersion7(clock.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture)}";
        await ExecuteAsync(beside, $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'", cancellationToken);
        return new PostgresScratchDatabase(beside, name);
    }

    /// <summary>Removes it with everything in it.</summary>
    public async ValueTask DisposeAsync() => await ExecuteAsync(_beside, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);

    private static async Task ExecuteAsync(PostgresAddress address, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(address.Settings());
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 120;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception problem) when (PostgresFailure.IsOne(problem))
        {
            throw PostgresFailure.Of(problem, $"make or remove a database at {address}");
        }
    }
}
