using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>Reads what events carry besides their records.</summary>
internal static class AttachmentReader
{
    // One row for each operation and each reference; an event with both has several, which follow each other.
    private const string Sql = """
        SELECT position, operation_hash, NULL FROM events WHERE position > $after AND position <= $last AND operation_hash IS NOT NULL
        UNION ALL
        SELECT position, NULL, digest FROM blob_references WHERE position > $after AND position <= $last
        ORDER BY 1, 3
        """;

    public static IReadOnlyDictionary<Position, EventAttachments> Read(SqliteConnections connections, Position after, Position last)
    {
        try
        {
            using var connection = connections.OpenReader();
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.Parameters.AddWithValue("$after", after.Value);
            command.Parameters.AddWithValue("$last", last.Value);
            using var row = command.ExecuteReader();
            return Collect(row);
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the event log");
        }
        catch (Exception problem) when (problem is InvalidCastException or ArgumentException)
        {
            throw new EventLogUnavailableException("log.corrupt", $"Could not read what the events behind {after} carry: a row holds a value that none has ({problem.Message}).", problem);
        }
    }

    private static Dictionary<Position, EventAttachments> Collect(SqliteDataReader row)
    {
        var hashes = new Dictionary<Position, byte[]>();
        var blobs = new Dictionary<Position, List<Digest>>();
        while (row.Read())
        {
            var position = new Position(row.GetInt64(0));
            if (!blobs.TryGetValue(position, out var named))
            {
                blobs[position] = named = [];
            }

            if (row.IsDBNull(2))
            {
                hashes[position] = (byte[])row.GetValue(1);
            }
            else
            {
                named.Add(new Digest((byte[])row.GetValue(2)));
            }
        }

        return blobs.ToDictionary(each => each.Key, each => new EventAttachments(hashes.GetValueOrDefault(each.Key), each.Value));
    }
}
