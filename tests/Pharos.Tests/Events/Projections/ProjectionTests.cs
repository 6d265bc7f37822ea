using System.Buffers;
using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Events.Projections;

namespace Pharos.Tests.Events.Projections;

public sealed class ProjectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 8)]
    [InlineData(3, 400)]
    public async Task A_snapshot_and_the_rest_give_what_the_whole_log_gives_at_every_cut(int seed, int names)
    {
        const int Events = 120;
        await using var log = await LogOfEverything.MakeAsync(seed, Events, names);
        var whole = await WrittenAsync(log, new NoSnapshots());
        for (var cut = 1; cut <= Events; cut++)
        {
            var snapshots = new KeptSnapshots { Newest = await SnapshotAtAsync(log, cut) };
            (await WrittenAsync(log, snapshots)).ShouldBe(whole, $"cut at {cut}");
        }
    }

    [Fact]
    public async Task It_follows_what_is_appended_after_it_began()
    {
        await using var log = await LogOfEverything.MakeAsync(4, 10);
        var projection = new Projection<LogStatistics>(log, new LogStatisticsFold(), new NoSnapshots(), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(new Position(10), Cancellation);
        await LogOfEverything.AppendAsync(log, 5, 7);
        await projection.ReachedAsync(new Position(17), Cancellation);
        projection.Read((state, position) => (state.Events, position.Value)).ShouldBe((17, 17));
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_state_of_the_past_is_what_the_log_up_to_there_gives()
    {
        await using var log = await LogOfEverything.MakeAsync(6, 50);
        var snapshots = new KeptSnapshots { Newest = await SnapshotAtAsync(log, 20) };
        var projection = new Projection<LogStatistics>(log, new LogStatisticsFold(), snapshots, TimeProvider.System);
        foreach (var position in (int[])[0, 1, 19, 20, 21, 50])
        {
            (await projection.AtAsync(new Position(position), Cancellation)).Events.ShouldBe(position);
        }

        (await projection.AtAsync(new Position(1000), Cancellation)).Events.ShouldBe(50);
        projection.Position.ShouldBe(Position.Start);
    }

    [Fact]
    public async Task Who_reads_does_not_wait_until_a_snapshot_is_written()
    {
        await using var log = await LogOfEverything.MakeAsync(9, 10);
        var snapshots = new KeptSnapshots();
        using var fold = new SlowFold();
        var projection = new Projection<LogStatistics>(log, fold, snapshots, TimeProvider.System, new ProjectionOptions { SnapshotEvents = 1 });
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await fold.Writing.WaitAsync(Cancellation);
        try
        {
            await projection.ReachedAsync(new Position(10), Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            (await Task.Run(() => projection.Read((state, _) => state.Events), Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).ShouldBe(10);
        }
        finally
        {
            fold.GoOn();
        }

        await EndAsync(stop, running);
        snapshots.Newest!.Position.ShouldBe(new Position(10));
    }

    [Fact]
    public async Task A_snapshot_is_kept_when_it_ends_and_used_when_it_begins_again()
    {
        await using var log = await LogOfEverything.MakeAsync(7, 30);
        var snapshots = new KeptSnapshots();
        await WrittenAsync(log, snapshots);
        snapshots.Newest!.Position.Value.ShouldBe(30);
        var counting = new CountingFold();
        await LogOfEverything.AppendAsync(log, 8, 3);
        await WrittenAsync(log, snapshots, counting);
        counting.Applied.ShouldBe(3);
    }

    [Fact]
    public async Task A_snapshot_is_due_after_so_many_events()
    {
        await using var log = await LogOfEverything.MakeAsync(9, 25);
        var snapshots = new KeptSnapshots();
        var options = new ProjectionOptions { SnapshotEvents = 10, SnapshotRest = TimeSpan.Zero };
        var projection = new Projection<LogStatistics>(log, new LogStatisticsFold(), snapshots, TimeProvider.System, options);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(new Position(25), Cancellation);
        await EndAsync(stop, running);
        snapshots.Written.ShouldBeGreaterThan(0);
        snapshots.Newest!.Position.Value.ShouldBe(25);
    }

    [Fact]
    public async Task A_snapshot_is_due_at_once_after_an_erasure_because_the_last_one_may_hold_what_was_erased()
    {
        var clock = new ManualClock();
        await using var store = new InMemoryEventStore(clock);
        await LogOfEverything.AppendAsync(store.Log, 15, 5);
        var snapshots = new KeptSnapshots();
        var projection = new Projection<LogStatistics>(store.Log, new LogStatisticsFold(), snapshots, clock, new ProjectionOptions { SnapshotRest = TimeSpan.Zero });
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(new Position(5), Cancellation);
        snapshots.Written.ShouldBe(0);
        using var erasure = new LogErasure(store, clock);
        (await erasure.EraseAsync(new Position(3), "asked for", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
        await snapshots.FirstWritten.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        snapshots.Newest!.Position.Value.ShouldBe(6);
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task Snapshots_of_another_log_another_version_or_a_damaged_state_are_folded_anew()
    {
        await using var log = await LogOfEverything.MakeAsync(10, 40);
        await using var other = await LogOfEverything.MakeAsync(11, 40);
        var whole = await WrittenAsync(log, new NoSnapshots());
        var good = (await SnapshotAtAsync(log, 15))!;
        Snapshot[] bad =
        [
            (await SnapshotAtAsync(other, 15))!,
            good with { Version = good.Version + 1 },
            good with { Position = new Position(16) },
            good with { Position = new Position(1_000) },
            good with { State = Encoding.UTF8.GetBytes("{}") },
            good with { State = Encoding.UTF8.GetBytes("{\"events\":") },
            good with { State = Encoding.UTF8.GetBytes("[]") },
        ];
        foreach (var snapshot in bad)
        {
            (await WrittenAsync(log, new KeptSnapshots { Newest = snapshot })).ShouldBe(whole);
        }
    }

    [Fact]
    public async Task An_event_that_cannot_be_folded_stops_it_and_is_named()
    {
        await using var log = await LogOfEverything.MakeAsync(12, 20);
        var projection = new Projection<LogStatistics>(log, new CountingFold { Poison = 13 }, new NoSnapshots(), TimeProvider.System);
        var waiting = projection.ReachedAsync(new Position(20), Cancellation);
        await projection.RunAsync(Cancellation);
        projection.Fault!.Position.Value.ShouldBe(13);
        projection.Fault.Message.ShouldContain("poison");
        projection.Read((state, position) => (state.Events, position.Value)).ShouldBe((12, 12));
        await Should.ThrowAsync<InvalidOperationException>(() => waiting);
        await projection.RunAsync(Cancellation);
        projection.Position.Value.ShouldBe(12);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_is_told_and_stops_nothing()
    {
        await using var log = await LogOfEverything.MakeAsync(13, 20);
        var snapshots = new KeptSnapshots { IsFull = true };
        var projection = new Projection<LogStatistics>(log, new LogStatisticsFold(), snapshots, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(new Position(20), Cancellation);
        await EndAsync(stop, running);
        projection.SnapshotProblem.ShouldBe("no space");
        projection.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_log_that_goes_away_is_followed_on_when_it_is_run_again()
    {
        await using var log = await LogOfEverything.MakeAsync(14, 10);
        var flaky = new BreakingLog(log, breakAt: 6);
        var projection = new Projection<LogStatistics>(flaky, new LogStatisticsFold(), new NoSnapshots(), TimeProvider.System);
        await Should.ThrowAsync<EventLogUnavailableException>(() => projection.RunAsync(Cancellation));
        projection.Position.Value.ShouldBeLessThan(6);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(new Position(10), Cancellation);
        projection.Read((state, _) => state.Events).ShouldBe(10);
        await EndAsync(stop, running);
    }

    private static async Task<string> WrittenAsync(IEventLog log, ISnapshots snapshots, IFold<LogStatistics>? fold = null)
    {
        fold ??= new LogStatisticsFold();
        var projection = new Projection<LogStatistics>(log, fold, snapshots, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = projection.RunAsync(stop.Token);
        await projection.ReachedAsync(await log.HeadAsync(Cancellation), Cancellation);
        await EndAsync(stop, running);
        return projection.Read((state, _) => Text(fold, state));
    }

    private static async Task<Snapshot?> SnapshotAtAsync(IEventLog log, int position)
    {
        var fold = new LogStatisticsFold();
        var state = await new Projection<LogStatistics>(log, fold, new NoSnapshots(), TimeProvider.System).AtAsync(new Position(position), Cancellation);
        var record = await log.GetAsync(new Position(position), Cancellation);
        return new Snapshot(fold.Name, fold.Version, record!.Position, record.Hash, Encoding.UTF8.GetBytes(Text(fold, state)));
    }

    private static string Text(IFold<LogStatistics> fold, LogStatistics state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            fold.Write(writer, state);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Stands still while it writes, until it is told to go on.</summary>
    private sealed class SlowFold : IFold<LogStatistics>, IDisposable
    {
        private readonly LogStatisticsFold _inner = new();
        private readonly TaskCompletionSource _writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goOn = new();

        public Task Writing => _writing.Task;

        public string Name => _inner.Name;

        public int Version => _inner.Version;

        public void GoOn() => _goOn.Set();

        public LogStatistics Start() => _inner.Start();

        public LogStatistics Apply(LogStatistics state, EventRecord record) => _inner.Apply(state, record);

        public void Write(Utf8JsonWriter writer, LogStatistics state) => Hold(state)(writer);

        public Action<Utf8JsonWriter> Hold(LogStatistics state)
        {
            var held = ((IFold<LogStatistics>)_inner).Hold(state);
            return writer =>
            {
                _writing.TrySetResult();
                _goOn.Wait();
                held(writer);
            };
        }

        public LogStatistics Read(ReadOnlyMemory<byte> json) => _inner.Read(json);

        public void Dispose() => _goOn.Dispose();
    }

    /// <summary>Counts its steps and may throw at one.</summary>
    private sealed class CountingFold : IFold<LogStatistics>
    {
        private readonly LogStatisticsFold _inner = new();

        public int Applied { get; private set; }

        public long Poison { get; init; }

        public string Name => _inner.Name;

        public int Version => _inner.Version;

        public LogStatistics Start() => _inner.Start();

        public LogStatistics Apply(LogStatistics state, EventRecord record)
        {
            Applied++;
            return record.Position.Value == Poison ? throw new FormatException("poison") : _inner.Apply(state, record);
        }

        public void Write(Utf8JsonWriter writer, LogStatistics state) => _inner.Write(writer, state);

        public LogStatistics Read(ReadOnlyMemory<byte> json) => _inner.Read(json);
    }
}
