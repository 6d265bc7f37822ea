using Pharos.Cli.Bench;
using Pharos.Events;
using Pharos.Storage.Postgres;

namespace Pharos.Storage.Tests.Postgres;

/// <summary>The server is killed, cut off, or replaced by its standby while 64 callers append.</summary>
[Trait("Category", "Slow")]
public sealed class ServerFaultTests
{
    private const int Appenders = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_has_everything_acknowledged_once()
    {
        await using var server = await StartAsync();
        await using var nodes = new NodeFolders(PostgresFixture.Address(server.Url("postgres")));
        var store = await nodes.OpenAsync();
        await using var callers = new Callers(store.Log, Appenders);
        callers.Start();
        for (var round = 0; round < 3; round++)
        {
            await callers.MoreAsync(500);
            server.Kill();
            await server.StartAgainAsync();
        }

        await callers.MoreAsync(500);
        await callers.EndAsync();
        callers.Failures.ShouldAllBe(code => code == "store.unreachable");
        await callers.CheckAsync(store.Log);
        await store.UntilWellAsync();
    }

    [Fact]
    public async Task While_the_server_is_away_callers_are_told_soon_and_health_says_why()
    {
        await using var server = await StartAsync();
        await using var nodes = new NodeFolders(PostgresFixture.Address(server.Url("postgres").Replace("postgres@", "postgres:hunter2@", StringComparison.Ordinal)));
        var store = await nodes.OpenAsync();
        await AppendAsync(store);
        server.Kill();
        var problem = await Should.ThrowAsync<EventLogUnavailableException>(() => AppendAsync(store).WaitAsync(TimeSpan.FromSeconds(60)));
        problem.Code.ShouldBe("store.unreachable");
        var finding = (await store.InspectAsync(Cancellation)).First(finding => finding.IsFailure);
        finding.Code.ShouldBe("store.unreachable");
        $"{problem}{finding}".ShouldNotContain("hunter2");
        (await store.Leases.HoldsAsync("archive", Cancellation)).ShouldBeFalse();
        await server.StartAgainAsync();
        await AppendAsync(store);
        await store.UntilWellAsync();
        (await store.Leases.HoldsAsync("archive", Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_that_are_ended_again_and_again_lose_nothing()
    {
        await using var server = await StartAsync();
        await using var nodes = new NodeFolders(PostgresFixture.Address(server.Url("postgres")));
        var store = await nodes.OpenAsync();
        var watcher = Task.Run(async () => await store.Log.Subscribe(Position.Start).TakeAsync(4000));
        await using var callers = new Callers(store.Log, Appenders);
        callers.Start();
        await callers.MoreAsync(100);
        var ending = server.SqlAsync("DO $$ BEGIN FOR i IN 1..200 LOOP PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pharos'; PERFORM pg_sleep(0.005 + random() * 0.02); END LOOP; END $$");
        await ending;
        await callers.MoreAsync(4000);
        await callers.EndAsync();
        await callers.CheckAsync(store.Log);
        (await watcher.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).Select(record => record.Position.Value).ShouldBe(Enumerable.Range(1, 4000).Select(i => (long)i));
    }

    [Fact]
    public async Task A_promoted_synchronous_standby_has_everything_acknowledged_once()
    {
        await using var primary = await StartAsync();
        await using var standby = await primary.StandbyAsync("standby");
        await primary.SqlAsync("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        await primary.SqlAsync("SELECT pg_reload_conf()");
        await using var nodes = new NodeFolders(PostgresFixture.Address($"postgres://postgres@127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}/postgres"));
        var store = await nodes.OpenAsync();
        await using var callers = new Callers(store.Log, Appenders);
        callers.Start();
        await callers.MoreAsync(1000);
        primary.Kill();
        await standby.PromoteAsync();
        await standby.SqlAsync("ALTER SYSTEM SET synchronous_standby_names = ''");
        await standby.SqlAsync("SELECT pg_reload_conf()");
        await callers.MoreAsync(1000);
        await callers.EndAsync();
        await callers.CheckAsync(store.Log);
        (await standby.SqlAsync("SELECT position FROM log_head")).Trim().ShouldBe($"{await store.Log.HeadAsync(Cancellation)}");
    }

    [Fact]
    public async Task A_standby_that_had_not_got_everything_is_not_written_to()
    {
        await using var primary = await StartAsync();
        await using var standby = await primary.StandbyAsync("standby");
        await using var nodes = new NodeFolders(PostgresFixture.Address($"postgres://postgres@127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}/postgres"));
        var store = await nodes.OpenAsync();
        await AppendAsync(store);
        (await store.InspectAsync(Cancellation)).Select(finding => finding.Code).ShouldContain("store.asynchronous-standby");
        var caughtUp = await primary.SqlAsync("SELECT pg_current_wal_flush_lsn()");
        while ((await standby.SqlAsync($"SELECT pg_last_wal_replay_lsn() >= '{caughtUp.Trim()}'")).Trim() != "t")
        {
            await Task.Delay(20, Cancellation);
        }

        await standby.SqlAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await standby.SqlAsync("SELECT pg_reload_conf()");
        while ((await primary.SqlAsync("SELECT count(*) FROM pg_stat_replication")).Trim() != "0")
        {
            await Task.Delay(20, Cancellation);
        }

        await AppendAsync(store);
        primary.Kill();
        await standby.PromoteAsync();
        var problem = await Should.ThrowAsync<EventLogUnavailableException>(() => AppendAsync(store));
        while (problem.Code == "store.unreachable")
        {
            problem = await Should.ThrowAsync<EventLogUnavailableException>(() => AppendAsync(store));
        }

        problem.Code.ShouldBe("log.rewound");
        (await store.InspectAsync(Cancellation)).Where(finding => finding.IsFailure).Select(finding => finding.Code).ShouldBe(["log.rewound"]);
        (await standby.SqlAsync("SELECT position FROM log_head")).Trim().ShouldBe("1");
    }

    [Fact]
    public async Task A_weak_set_up_is_said_in_words()
    {
        await using var server = await StartAsync("fsync=off", "full_page_writes=off");
        await server.SqlAsync("ALTER ROLE postgres SET synchronous_commit = off");
        await using var nodes = new NodeFolders(PostgresFixture.Address(server.Url("postgres")));
        var findings = await (await nodes.OpenAsync()).InspectAsync(Cancellation);
        findings.Select(finding => finding.Message.Split(':', '=')[0]).ShouldBe(["fsync", "full_page_writes"]);
        findings.ShouldAllBe(finding => finding.Code == "store.weak-durability" && !finding.IsFailure);
    }

    private static Task<TemporaryPostgres> StartAsync(params string[] settings)
    {
        Assert.SkipWhen(TemporaryPostgres.Absence is not null, TemporaryPostgres.Absence ?? "");
        return TemporaryPostgres.StartAsync(settings);
    }

    private static async Task AppendAsync(PostgresEventStore store) =>
        (await store.Log.AppendAsync(AppendBatch.Of(Callers.Event(CorrelationId.New(TimeProvider.System))), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
}
