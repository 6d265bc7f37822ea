using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Numbers of stream categories. Read by many threads, added to by the writer only.</summary>
internal sealed class StreamCategories
{
    // The number is one byte of every stream key.
    private const int Maximum = 255;

    private readonly Lock _adding = new();
    private volatile Dictionary<string, byte> _numbers = new(StringComparer.Ordinal);
    private volatile string[] _names = new string[Maximum + 1];

    public void Load(SqliteConnection connection)
    {
        lock (_adding)
        {
            var numbers = new Dictionary<string, byte>(StringComparer.Ordinal);
            var names = new string[Maximum + 1];
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT number, name FROM categories";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                numbers[reader.GetString(1)] = (byte)reader.GetInt64(0);
                names[reader.GetInt64(0)] = reader.GetString(1);
            }

            _numbers = numbers;
            _names = names;
        }
    }

    /// <summary>The key of a stream, or null when no event of its category exists.</summary>
    public byte[]? KeyOf(StreamId stream) => _numbers.TryGetValue(stream.Category, out var number) ? Key(stream.Id, number) : null;

    /// <summary>The key of a stream; a new category is written inside the writer's transaction.</summary>
    public byte[] KeyOf(StreamId stream, SqliteConnection writer)
    {
        if (KeyOf(stream) is { } key)
        {
            return key;
        }

        var number = _numbers.Count + 1;
        if (number > Maximum)
        {
            throw new InvalidOperationException($"A log holds at most {Maximum} stream categories; categories are words of the program, never data.");
        }

        using (var command = writer.CreateCommand())
        {
            command.CommandText = "INSERT INTO categories (number, name) VALUES ($number, $name)";
            command.Parameters.AddWithValue("$number", number);
            command.Parameters.AddWithValue("$name", stream.Category);
            command.ExecuteNonQuery();
        }

        Load(writer);
        return KeyOf(stream)!;
    }

    public StreamId StreamOf(byte[] key) => new(_names[key[16]], new Guid(key.AsSpan(0, 16), bigEndian: true));

    private static byte[] Key(Guid id, byte number)
    {
        var key = new byte[17];
        id.TryWriteBytes(key, bigEndian: true, out _);
        key[16] = number;
        return key;
    }
}
