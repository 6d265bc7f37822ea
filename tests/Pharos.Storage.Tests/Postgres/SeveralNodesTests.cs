using System.Diagnostics;
using System.Collections.Concurrent;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Tests.Postgres;

public sealed class SeveralNodesTests(PostgresFixture server)
{
    private const int Nodes = 3;
    private const int Appenders = 20;
    private const int Appends = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Twenty_appenders_on_three_nodes_and_a_reader_on_each_agree()
    {
        await using var nodes = new NodeFolders(await server.AddressAsync(await server.DatabaseAsync()));
        var logs = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(async _ => (await nodes.OpenAsync()).Log));
        var readers = logs.Select(log => Task.Run(() => FollowAsync(log), Cancellation)).ToArray();
        var acknowledged = new ConcurrentDictionary<long, Guid>();
        var shared = StreamId.New("shared", TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => Task.Run(
            async () =>
            {
                for (var i = 0; i < Appends; i++)
                {
                    var record = Event(i % 10 == 0 ? shared : StreamId.New("proposal", TimeProvider.System));
                    var outcome = (AppendOutcome.Appended)await logs[appender % Nodes].AppendAsync(AppendBatch.Of(record), Cancellation);
                    acknowledged.TryAdd(outcome.First.Value, record.Id.Value).ShouldBeTrue();
                }
            },
            Cancellation)));
        foreach (var reader in readers)
        {
            var seen = await reader.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            seen.Select(record => record.Position.Value).ShouldBe(Enumerable.Range(1, Appenders * Appends).Select(i => (long)i));
            seen.ShouldAllBe(record => acknowledged[record.Position.Value] == record.Id.Value);
            seen.Where(record => record.Stream == shared).Select(record => record.Version).ShouldBe(Enumerable.Range(1, Appenders * Appends / 10).Select(i => (long)i));
        }

        var report = await ChainVerifier.VerifyAsync(logs[0], cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(Appenders * Appends);
    }

    [Fact]
    public async Task One_node_holds_a_lease_until_it_ends()
    {
        await using var nodes = new NodeFolders(await server.AddressAsync(await server.DatabaseAsync()));
        var first = await nodes.OpenAsync();
        var second = await nodes.OpenAsync();
        (await first.Leases.HoldsAsync("checkpoints", Cancellation)).ShouldBeTrue();
        (await second.Leases.HoldsAsync("checkpoints", Cancellation)).ShouldBeFalse();
        (await second.Leases.HoldsAsync("archive", Cancellation)).ShouldBeTrue();
        (await first.Leases.HoldsAsync("checkpoints", Cancellation)).ShouldBeTrue();
        await first.DisposeAsync();

        await HeldAsync(second, "checkpoints");
    }

    [Fact]
    public async Task A_lease_is_lost_with_its_session()
    {
        var database = await server.DatabaseAsync();
        await using var nodes = new NodeFolders(await server.AddressAsync(database));
        var first = await nodes.OpenAsync();
        var second = await nodes.OpenAsync();
        (await first.Leases.HoldsAsync("archive", Cancellation)).ShouldBeTrue();
        await (await server.ServerAsync()).SqlAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())", database);
        await HeldAsync(second, "archive");
        (await first.Leases.HoldsAsync("archive", Cancellation)).ShouldBeFalse();
        (await first.Leases.HoldsAsync("archive", Cancellation)).ShouldBeFalse();
    }

    // The server ends a session when it gets to it, and only then is the lease free; a node asks again at its next turn.
    private static async Task HeldAsync(IEventStore node, string lease)
    {
        var deadline = Stopwatch.StartNew();
        while (!await node.Leases.HoldsAsync(lease, Cancellation))
        {
            deadline.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(20, Cancellation);
        }
    }

    private static async Task<List<EventRecord>> FollowAsync(IEventLog log)
    {
        var seen = new List<EventRecord>();
        await foreach (var record in log.Subscribe(Position.Start).WithCancellation(Cancellation))
        {
            seen.Add(record);
            if (seen.Count == Appenders * Appends)
            {
                break;
            }
        }

        return seen;
    }

    private static NewEvent Event(StreamId stream) => new()
    {
        Stream = stream,
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };
}
