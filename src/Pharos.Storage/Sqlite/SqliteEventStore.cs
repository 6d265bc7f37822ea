using Pharos.Events;
using Pharos.Storage.Blobs;

namespace Pharos.Storage.Sqlite;

/// <summary>The default engine: one data folder, one process.</summary>
public sealed class SqliteEventStore : IEventStore, ILeases
{
    /// <summary>Name of the database file in the data folder.</summary>
    public const string LogName = "log.db";

    /// <summary>Name of the folder of blobs beside it.</summary>
    public const string BlobsName = "blobs";

    /// <summary>Name of the file of used nonces beside it.</summary>
    public const string NoncesName = "nonces.db";

    private readonly SqliteEventLog _log;
    private readonly SqliteNonces _nonces;

    private SqliteEventStore(SqliteEventLog log, IBlobStore blobs, SqliteNonces nonces)
    {
        _log = log;
        _nonces = nonces;
        Blobs = blobs;
        Index = log.Index;
    }

    /// <inheritdoc/>
    public IEventLog Log => _log;

    /// <inheritdoc/>
    public ILogMaintenance Maintenance => _log;

    /// <inheritdoc/>
    public IBlobStore Blobs { get; }

    /// <inheritdoc/>
    public IQueryIndex Index { get; }

    /// <inheritdoc/>
    public ILeases Leases => this;

    /// <inheritdoc/>
    public IUsedNonces Nonces => _nonces;

    /// <summary>Opens or creates a store. Tables of an older version are brought up to this one's.</summary>
    /// <param name="path">The data folder, which exists, or the database file in it. The folder is locked for this process.</param>
    /// <param name="clock">The clock, for figures and for the age of blobs.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="EventLogUnavailableException"><c>data.in-use</c>, <c>store.newer</c>, <c>store.readonly</c>, <c>log.full</c> or <c>log.corrupt</c>.</exception>
    public static async Task<SqliteEventStore> OpenAsync(string path, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, LogName) : path;
        var log = await SqliteEventLog.OpenAsync(file, clock, cancellationToken);
        var references = new SqliteBlobReferences(new SqliteConnections(file));
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return new SqliteEventStore(log, new FileBlobStore(Path.Combine(folder, BlobsName), references, clock), new SqliteNonces(Path.Combine(folder, NoncesName), clock));
    }

    /// <summary>The one process that holds the data folder holds every lease of it.</summary>
    public ValueTask<bool> HoldsAsync(string name, CancellationToken cancellationToken = default) => new(true);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreFinding>> InspectAsync(CancellationToken cancellationToken = default)
    {
        var findings = new List<StoreFinding>();
        if (!SqliteNativeLibrary.IsSystemLibrary)
        {
            findings.Add(new StoreFinding(
                "store.bundled-sqlite", $"The bundled SQLite {SqliteNativeLibrary.Version} is used, which nobody patches. Install the system's libsqlite3.so.0 and restart.", IsFailure: false));
        }

        findings.AddRange(await _log.InspectAsync(cancellationToken));
        return findings;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _nonces.DisposeAsync();
        await _log.DisposeAsync();
    }
}
