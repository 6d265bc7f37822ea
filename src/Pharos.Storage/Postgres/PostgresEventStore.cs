using Pharos.Events;
using Pharos.Storage.Indexing;
using Pharos.Storage.Sqlite;

namespace Pharos.Storage.Postgres;

/// <summary>
/// The log in a PostgreSQL database, 13 or newer, shared by any number of nodes. What belongs to one node (its heads file, its lock) stays in its own folder.
/// </summary>
public sealed class PostgresEventStore : IEventStore
{
    private readonly DataDirectoryLock _lock;
    private readonly PostgresLeases _leases;
    private readonly PostgresNonces _nonces;
    private readonly PostgresInspection _inspection;
    private readonly PostgresEventLog _log;
    private readonly Indexer _indexer;

    private PostgresEventStore(
        DataDirectoryLock directoryLock, PostgresConnections connections, PostgresEventLog log, PostgresWriter writer, PostgresLeases leases, Indexer indexer, TimeProvider clock)
    {
        _lock = directoryLock;
        _log = log;
        _leases = leases;
        _indexer = indexer;
        _inspection = new PostgresInspection(connections, writer);
        Blobs = new PostgresBlobStore(connections, clock);
        _nonces = new PostgresNonces(connections, clock);
    }

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public IEventLog Log => _log;

    /// <inheritdoc/>
    public ILogMaintenance Maintenance => _log;

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    public IQueryIndex Index => _indexer;

    /// <inheritdoc/>
    public ILeases Leases => _leases;

    /// <inheritdoc/>
    public IUsedNonces Nonces => _nonces;

    /// <summary>Opens a log, and makes its tables where there are none.</summary>
    /// <param name="address">The database.</param>
    /// <param name="folder">This node's own folder, which exists and is locked for this process.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="EventLogUnavailableException">
    /// <c>data.in-use</c>, <c>store.unreachable</c>, <c>store.refused</c> (account, rights, no such database), <c>store.readonly</c>, <c>store.newer</c> or <c>store.unsupported</c>.
    /// </exception>
    public static async Task<PostgresEventStore> OpenAsync(PostgresAddress address, string folder, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var directoryLock = DataDirectoryLock.Take(folder);
        var connections = new PostgresConnections(address, clock);
        try
        {
            return await OpenAsync(connections, directoryLock, folder, clock, cancellationToken);
        }
        catch (Exception problem)
        {
            await connections.DisposeAsync();
            directoryLock.Dispose();
            if (PostgresFailure.IsOne(problem))
            {
                throw PostgresFailure.Of(problem, $"open the event log at {address}");
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken = default) =>
        [.. await _inspection.InspectAsync(cancellationToken), .. _indexer.Inspect()];

    /// <summary>Writes what waits, gives up the leases and releases the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leases.DisposeAsync();
        await _log.DisposeAsync();
        _nonces.Dispose();
        _lock.Dispose();
    }

    private static async Task<PostgresEventStore> OpenAsync(
        PostgresConnections connections, DataDirectoryLock directoryLock, string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var categories = new PostgresCategories();
        await connections.UseAsync(
            async (connection, cancelling) =>
            {
                await PostgresSchema.EnsureAsync(connection, cancelling);
                await categories.LoadAsync(connection, cancelling);
                return true;
            },
            $"open the event log at {connections.Address}",
            cancellationToken);
        var feed = new CommitFeed();
        var reader = new PostgresReader(connections, categories);
        var follower = new LogFollower(connections, reader, feed, clock);
        var writer = new PostgresWriter(connections, categories, new HeadsFile(Path.Combine(folder, "heads.log")), follower, clock);
        try
        {
            follower.Start(await writer.StartAsync());
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }

        var leases = new PostgresLeases(connections);
        var source = new IndexSource(connections, reader, feed);
        var index = new IndexTables(connections);
        var indexer = new Indexer(source, index, cancelling => leases.HoldsAsync("index", cancelling), clock, TimeSpan.FromSeconds(1));
        var log = new PostgresEventLog(connections, reader, writer, follower, feed, indexer, new QueryEngine(source, index, indexer, clock));
        return new PostgresEventStore(directoryLock, connections, log, writer, leases, indexer, clock);
    }
}
