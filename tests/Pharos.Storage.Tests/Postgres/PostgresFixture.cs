using Pharos.Cli.Bench;
using Pharos.Storage.Postgres;
using Pharos.Storage.Tests.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Pharos.Storage.Tests.Postgres;

/// <summary>One server for all tests that do not break it, started by the first; each test has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private TemporaryPostgres? _server;
    private int _databases;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal async Task<TemporaryPostgres> ServerAsync()
    {
        Assert.SkipWhen(TemporaryPostgres.Absence is not null, TemporaryPostgres.Absence ?? "");
        await _starting.WaitAsync();
        try
        {
            return _server ??= await TemporaryPostgres.StartAsync(["max_connections=300", "fsync=off"]);
        }
        finally
        {
            _starting.Release();
        }
    }

    internal async Task<string> DatabaseAsync()
    {
        var name = $"log{Interlocked.Increment(ref _databases)}";
        await (await ServerAsync()).CreateDatabaseAsync(name);
        return name;
    }

    internal async Task<PostgresAddress> AddressAsync(string database) => Address((await ServerAsync()).Url(database));

    internal static PostgresAddress Address(string url)
    {
        PostgresAddress.TryParse(url, out var address, out var problem).ShouldBeTrue(problem);
        return address!;
    }
}
