using Npgsql;
using Pharos.Events;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>
/// What PostgreSQL itself can do: the baseline that <c>bench log</c> holds the log against. The same table, columns, keys, settings, driver and form of insert, groups of one size
/// in a transaction each, one thread, no hashing, no head, no look-ups.
/// </summary>
public static class PostgresRawInserts
{
    /// <summary>Inserts events into an empty log's table.</summary>
    /// <param name="address">A database that holds nothing yet.</param>
    /// <param name="events">Contiguous from position 1, each in a stream of its own, with an operation.</param>
    /// <param name="group">Events in one commit, at least 1.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up between two commits.</param>
    /// <returns>The time of the inserts and commits.</returns>
    public static async Task<TimeSpan> RunAsync(PostgresAddress address, IReadOnlyList<EventRecord> events, int group, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connections = new PostgresConnections(address, clock);
        await using var connection = await connections.OpenOwnAsync(cancellationToken);
        await PostgresSchema.EnsureAsync(connection, cancellationToken);
        var hash = Digest.Of("bench"u8).ToArray();
        var keys = events.Select(record => EventRow.OperationKey(record.Actor.Id, record.OperationId!.Value)).ToList();
        var arrays = new EventArrays();
        await using var insert = new NpgsqlCommand(EventArrays.InsertEvents(after: 0, withRemoved: false), connection);
        insert.Parameters.AddRange(arrays.EventParameters(withRemoved: false).ToArray());
        await insert.PrepareAsync(cancellationToken);
        var started = clock.GetTimestamp();
        for (var next = 0; next < events.Count;)
        {
            arrays.Clear();
            for (var end = Math.Min(events.Count, next + group); next < end; next++)
            {
                arrays.Add(events[next], category: 1, keys[next], hash, []);
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        return clock.GetElapsedTime(started);
    }
}
