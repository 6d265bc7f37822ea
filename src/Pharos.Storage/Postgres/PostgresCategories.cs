using Npgsql;
using NpgsqlTypes;
using Pharos.Events;

namespace Pharos.Storage.Postgres;

/// <summary>Numbers of stream categories, remembered as far as this node has met them. Safe for use by many threads.</summary>
internal sealed class PostgresCategories
{
    // Categories are words of the program, never data; a log that fills with them has a bug behind it.
    private const int Maximum = 4096;

    private volatile Dictionary<string, short> _numbers = new(StringComparer.Ordinal);
    private volatile Dictionary<short, string> _names = [];

    public short? NumberOf(string category) => _numbers.TryGetValue(category, out var number) ? number : null;

    public string? NameOf(short number) => _names.GetValueOrDefault(number);

    /// <summary>Reads the categories of all nodes.</summary>
    public async ValueTask LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, short>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT number, name FROM categories", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            numbers[row.GetString(1)] = row.GetInt16(0);
        }

        _names = numbers.ToDictionary(pair => pair.Value, pair => pair.Key);
        _numbers = numbers;
    }

    /// <summary>Numbers the categories that have none. In a transaction of its own, so that what is remembered always stands: a number without events does no harm.</summary>
    public async ValueTask AddAsync(NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        const string sql = """
            WITH missing AS (SELECT DISTINCT name FROM unnest($1) AS wanted(name) WHERE NOT EXISTS (SELECT 1 FROM categories WHERE categories.name = wanted.name))
            INSERT INTO categories (number, name)
            SELECT (SELECT coalesce(max(number), 0) FROM categories) + row_number() OVER (ORDER BY name), name FROM missing
            """;
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await using var locking = new NpgsqlCommand("LOCK TABLE categories IN SHARE ROW EXCLUSIVE MODE", connection);
            await locking.ExecuteNonQueryAsync(cancellationToken);
            await using var adding = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter { Value = names.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } } };
            await adding.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await LoadAsync(connection, cancellationToken);
        if (_numbers.Count > Maximum)
        {
            throw new EventLogUnavailableException("log.categories", $"The log holds more than {Maximum} stream categories; categories are words of the program, never data.");
        }
    }
}
