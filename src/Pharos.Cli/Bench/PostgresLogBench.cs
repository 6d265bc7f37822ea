using Pharos.Events;
using Pharos.Storage.Postgres;

namespace Pharos.Cli.Bench;

/// <summary>PostgreSQL as a subject of <c>bench log</c>: on a server that is named, or on one of its own. Every measurement has an empty database, gone afterwards.</summary>
internal sealed class PostgresLogBench : IAsyncDisposable
{
    private readonly TemporaryPostgres? _server;
    private readonly PostgresAddress _address;
    private readonly LogBenchFolder _folder;
    private readonly TimeProvider _clock;
    private readonly List<PostgresScratchDatabase> _databases = [];

    private PostgresLogBench(TemporaryPostgres? server, PostgresAddress address, LogBenchFolder folder, TimeProvider clock)
    {
        _server = server;
        _address = address;
        _folder = folder;
        _clock = clock;
    }

    /// <summary>The engine to measure.</summary>
    public LogBenchSubject Subject => new("postgres", OpenAsync, RawInsertsAsync);

    /// <summary>Uses the named server, or starts one on the disk of the bench's folder; null when none is named and none can be started.</summary>
    public static async Task<PostgresLogBench?> StartAsync(PostgresAddress? address, LogBenchFolder folder, TimeProvider clock)
    {
        if (address is not null)
        {
            return new PostgresLogBench(null, address, folder, clock);
        }

        if (TemporaryPostgres.Absence is not null)
        {
            return null;
        }

        var server = await TemporaryPostgres.StartAsync(["max_wal_size=4GB", "shared_buffers=256MB"]);
        return PostgresAddress.TryParse(server.Url("postgres"), out var own, out var problem)
            ? new PostgresLogBench(server, own, folder, clock)
            : throw new InvalidOperationException(problem);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<IEventStore> OpenAsync(CancellationToken cancellationToken) =>
        await PostgresEventStore.OpenAsync(await DatabaseAsync(cancellationToken), _folder.NewPart(), _clock, cancellationToken);

    private async Task<TimeSpan> RawInsertsAsync(IReadOnlyList<EventRecord> events, int group, CancellationToken cancellationToken) =>
        await PostgresRawInserts.RunAsync(await DatabaseAsync(cancellationToken), events, group, _clock, cancellationToken);

    private async Task<PostgresAddress> DatabaseAsync(CancellationToken cancellationToken)
    {
        var database = await PostgresScratchDatabase.CreateAsync(_address, _clock, cancellationToken);
        _databases.Add(database);
        return database.Address;
    }
}
