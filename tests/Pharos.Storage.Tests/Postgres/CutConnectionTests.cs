using System.Net;
using System.Net.Sockets;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Tests.Postgres;

/// <summary>Cuts the wire at its first transfer, then at its second, and so on, through whole appends, in both directions: before a request has arrived, and before its answer has.</summary>
[Trait("Category", "Slow")]
public sealed class CutConnectionTests(PostgresFixture server)
{
    private const int MostTransfers = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Wherever_the_wire_is_cut_nothing_acknowledged_is_lost_and_nothing_stands_twice(int cuts)
    {
        var database = await server.DatabaseAsync();
        await using var wire = new Wire((await server.ServerAsync()).Port);
        await using var nodes = new NodeFolders(PostgresFixture.Address($"postgres://postgres@127.0.0.1:{wire.Port}/{database}"));
        var log = (await nodes.OpenAsync()).Log;
        var stream = StreamId.New("shared", TimeProvider.System);
        var acknowledged = new List<Guid>();
        var cut = 0;
        for (var n = 0; n < MostTransfers; n++)
        {
            var correlation = CorrelationId.New(TimeProvider.System);
            var batch = new AppendBatch(
                [Callers.Event(correlation) with { Stream = stream }, Callers.Event(correlation)], [], new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 }));
            wire.CutAfter(n, cuts);
            var outcome = await AppendAsync(log, batch);
            var isThrough = !wire.Disarm();
            cut += isThrough ? 0 : 1;
            outcome.ShouldBeOneOf(new AppendOutcome.Appended(new Position(acknowledged.Count + 1), new Position(acknowledged.Count + 2)), new AppendOutcome.Duplicate(new Position(acknowledged.Count + 1)));
            acknowledged.AddRange(batch.Events.Select(record => record.Id.Value));
            if (isThrough && n > 10)
            {
                break;
            }
        }

        cut.ShouldBeGreaterThan(1);
        var found = new List<Guid>();
        await foreach (var record in log.ReadAllAsync(Position.Start, Cancellation))
        {
            found.Add(record.Id.Value);
        }

        found.ShouldBe(acknowledged);
        (await ChainVerifier.VerifyAsync(log, cancellationToken: Cancellation)).Break.ShouldBeNull();
    }

    private static async Task<AppendOutcome> AppendAsync(IEventLog log, AppendBatch batch)
    {
        while (true)
        {
            try
            {
                return await log.AppendAsync(batch, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            }
            catch (EventLogUnavailableException problem)
            {
                problem.Code.ShouldBe("store.unreachable");
            }
        }
    }

    /// <summary>Stands between the log and the server and counts what passes.</summary>
    private sealed class Wire : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _ending = new();
        private readonly int _server;
        private readonly Task _accepting;
        private long _untilCut = long.MaxValue;
        private long _cuts;

        public Wire(int server)
        {
            _server = server;
            _listener.Start();
            _accepting = Task.Run(AcceptAsync);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void CutAfter(int transfers, int cuts)
        {
            Interlocked.Exchange(ref _cuts, cuts);
            Interlocked.Exchange(ref _untilCut, transfers);
        }

        /// <returns>Whether the wire was cut.</returns>
        public bool Disarm()
        {
            Interlocked.Exchange(ref _cuts, 0);
            return Interlocked.Exchange(ref _untilCut, long.MaxValue) < 0;
        }

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            _listener.Dispose();
            await _accepting;
            _ending.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                    _ = Task.Run(() => CarryAsync(client));
                }
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task CarryAsync(TcpClient client)
        {
            using var server = new TcpClient { NoDelay = true };
            using (client)
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _server, _ending.Token);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
        }

        private async Task CopyAsync(TcpClient from, TcpClient to)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.GetStream().ReadAsync(buffer, _ending.Token) is var length and > 0)
                {
                    if (Interlocked.Decrement(ref _untilCut) < 0 && Interlocked.Decrement(ref _cuts) >= 0)
                    {
                        return;
                    }

                    await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _ending.Token);
                }
            }
            catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // One side is gone, and so is the other now.
            }
        }
    }
}
