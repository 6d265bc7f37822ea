using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pharos.Events;

namespace Pharos.Storage.Sqlite;

/// <summary>A log's files as they lie on the disk, for looking at them without taking part: no lock is taken, nothing is written, and a server may be running on them.</summary>
/// <param name="path">The database file.</param>
public sealed class SqliteLogFile(string path)
{
    /// <summary>The file with a line "position hash" for every commit, outside the database.</summary>
    public string HeadsPath { get; } = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "heads.log");

    /// <summary>Reads every event, from the first to the one that was the newest at the beginning.</summary>
    /// <exception cref="EventLogUnavailableException">The file is not a log or cannot be read.</exception>
    public async IAsyncEnumerable<EventRecord> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        SqliteNativeLibrary.Ensure();
        var connections = new SqliteConnections(path);
        try
        {
            var categories = new StreamCategories();
            var (last, columns) = Begin(connections, categories);
            await using var events = new SqliteReader(connections, categories, columns).AllAsync(Position.Start, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveAsync(events) && events.Current.Position.Value <= last)
            {
                yield return events.Current;
            }
        }
        finally
        {
            connections.Clear();
        }
    }

    // Categories are read after the end is known: a server that runs may add one later, but only for events behind that end.
    private static (long Last, string Columns) Begin(SqliteConnections connections, StreamCategories categories)
    {
        try
        {
            using var connection = connections.OpenReader();
            var version = SqliteConnections.VersionOf(connection);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT coalesce(max(position), 0) FROM events";
            var last = (long)command.ExecuteScalar()!;
            categories.Load(connection);
            return (last, version == 1 ? EventRow.ColumnsOfVersion1 : EventRow.Columns);
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the event log");
        }
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<EventRecord> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (SqliteException problem)
        {
            throw SqliteFailure.Of(problem, "read the event log");
        }
    }
}
