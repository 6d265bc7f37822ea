using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>
/// What SQLite itself can do on a disk: the baseline that <c>bench log</c> holds the log against. The same tables, columns, keys, settings and driver, groups of one size,
/// one thread, no hashing, no look-ups.
/// </summary>
public static class SqliteRawInserts
{
    /// <summary>Inserts events into a new database.</summary>
    /// <param name="path">A file that does not exist, in a folder that does.</param>
    /// <param name="events">Contiguous from position 1, each in a stream of its own.</param>
    /// <param name="group">Events in one commit, at least 1.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up between two commits.</param>
    /// <returns>The time of the inserts and commits.</returns>
    public static TimeSpan Run(string path, IReadOnlyList<EventRecord> events, int group, TimeProvider clock, CancellationToken cancellationToken)
    {
        SqliteNativeLibrary.Ensure();
        var categories = new StreamCategories();
        using var connection = new SqliteConnections(path).OpenWriter();
        SqliteConnections.Execute(connection, "PRAGMA wal_autocheckpoint=4000");
        using var insert = new EventInsert(connection);
        using var begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        using var commit = new SqliteStatement(connection, "COMMIT");
        var hash = Digest.Of("bench"u8).ToArray();
        var keys = events.Select(record => (Stream: categories.KeyOf(record.Stream, connection), Operation: EventRow.OperationKey(record.Actor.Id, record.OperationId!.Value))).ToList();
        var started = clock.GetTimestamp();
        for (var next = 0; next < events.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            begin.Run();
            for (var end = Math.Min(events.Count, next + group); next < end; next++)
            {
                if (!insert.TryRun(events[next], keys[next].Stream, keys[next].Operation, hash))
                {
                    throw new ArgumentException("Two events have one key.", nameof(events));
                }
            }

            commit.Run();
        }

        return clock.GetElapsedTime(started);
    }
}
