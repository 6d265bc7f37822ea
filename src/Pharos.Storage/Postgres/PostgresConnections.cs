using Npgsql;

namespace Pharos.Storage.Postgres;

/// <summary>
/// Opens sessions of a log's database: short ones from a pool for reading, and ones of their own for what keeps a state in its session. With several hosts the one that
/// accepts writes is found, again after each loss, so that a promoted standby takes over.
/// </summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    // Reads wait a moment for a server that restarts. Whoever only follows at the head reads nothing and waits for as long as it takes.
    private const int ReadAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    // More readers than this wait for one another; each holds a session for one page only.
    private const int MaximumReaders = 16;

    private const int ConnectSeconds = 5;

    // Of the session, so that neither the account's nor the database's setting can weaken it: a commit is answered when it is durable, on a synchronous standby too.
    private const string Durable = "-c synchronous_commit=on -c lock_timeout=10s -c jit=off";

    // A peer that vanished without a word must not hold the log's head or a lease for the two hours that are TCP's default.
    private const string OwnSession = Durable
        // A plan made while the tables were small must not walk them when they are large.
        + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
        + " -c idle_in_transaction_session_timeout=10s -c statement_timeout=30s -c plan_cache_mode=force_generic_plan"
        + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3";

    private readonly NpgsqlDataSource _pool;
    private readonly NpgsqlDataSource _own;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _readers = new(MaximumReaders);

    public PostgresConnections(PostgresAddress address, TimeProvider clock)
    {
        Address = address;
        _clock = clock;
        _pool = Build(address, settings =>
        {
            settings.MaxPoolSize = MaximumReaders + 4;
            settings.NoResetOnClose = true;
            settings.MaxAutoPrepare = 32;
            settings.AutoPrepareMinUsages = 2;
            settings.CommandTimeout = 30;
            settings.Options = Durable;
        });
        _own = Build(address, settings =>
        {
            settings.Pooling = false;
            settings.CommandTimeout = 15;
            settings.Options = OwnSession;
        });
    }

    public PostgresAddress Address { get; }

    /// <summary>A session of its own; closing it ends it.</summary>
    public ValueTask<NpgsqlConnection> OpenOwnAsync(CancellationToken cancellationToken) => _own.OpenConnectionAsync(cancellationToken);

    /// <summary>Runs a short piece of work on a pooled session. Work that only reads may be repeated: sessions that died with the server are found by using them.</summary>
    public async ValueTask<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> work, string doing, CancellationToken cancellationToken, bool isRepeatable = true)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
                    return await work(connection, cancellationToken);
                }
                catch (Exception problem) when (PostgresFailure.IsOne(problem))
                {
                    var failure = PostgresFailure.Of(problem, doing);
                    if (!isRepeatable || attempt == ReadAttempts || !PostgresFailure.IsPassing(failure))
                    {
                        throw failure;
                    }

                    _pool.Clear();
                    await Task.Delay(FirstPause * (1 << attempt), _clock, cancellationToken);
                }
            }
        }
        finally
        {
            _readers.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _own.DisposeAsync();
    }

    private static NpgsqlDataSource Build(PostgresAddress address, Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = address.Settings();
        settings.Timeout = ConnectSeconds;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = 5;
        settings.TcpKeepAliveInterval = 3;
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        if (address.HasSeveralHosts)
        {
            settings.HostRecheckSeconds = 1;
        }

        change(settings);
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        return address.HasSeveralHosts ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.ReadWrite) : builder.Build();
    }
}
