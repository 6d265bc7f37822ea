using System.Text;
using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What every engine must keep of <see cref="ILogMaintenance"/>. An engine's test class derives from this and opens its store.</summary>
public abstract class LogMaintenanceContract : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 3, 30, 0, 123, 456, TimeSpan.Zero);
    private IEventStore? _store;

    protected IEventStore Store => _store!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty store; asked a second time within a test, another one.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(PayloadRemoval.Erased)]
    [InlineData(PayloadRemoval.Archived)]
    public async Task A_removed_payload_is_gone_its_digest_stands_in_its_place_and_the_chain_holds(PayloadRemoval kind)
    {
        await AppendAsync("\"one\"", "\"two\"", "\"three\"");
        var before = await AllAsync(Store);
        (await RemoveAsync(kind, 2)).ShouldBe(new RemovalOutcome.Removed(new Position(4), 1));
        var after = await AllAsync(Store);
        after[1].Payload.Length.ShouldBe(0);
        after[1].Removed.ShouldBe(new RemovedPayload(kind, Digest.Of("\"two\""u8)));
        (after[1].Leaf, after[1].Hash, after[1].Version, after[1].Id).ShouldBe((before[1].Leaf, before[1].Hash, before[1].Version, before[1].Id));
        after[0].Payload.ToArray().ShouldBe("\"one\""u8.ToArray());
        after[3].Type.ShouldBe("log.erased");
        await ShouldVerifyAsync(Store, 4);
    }

    [Fact]
    public async Task Readers_of_every_kind_no_longer_see_the_payload()
    {
        await AppendAsync("\"secret\"");
        var first = (await Store.Log.GetAsync(new Position(1), Cancellation))!;
        await RemoveAsync(PayloadRemoval.Erased, 1);
        (await Store.Log.GetAsync(new Position(1), Cancellation))!.Removed.ShouldNotBeNull();
        (await Store.Log.QueryAsync(new EventQuery { Limit = 1 }, Cancellation)).Events.Single().Payload.Length.ShouldBe(0);
        await foreach (var record in Store.Log.ReadStreamAsync(first.Stream, cancellationToken: Cancellation))
        {
            record.Payload.Length.ShouldBe(0);
        }

        await using var follower = Store.Log.Subscribe(Position.Start).GetAsyncEnumerator(Cancellation);
        (await follower.MoveNextAsync()).ShouldBeTrue();
        follower.Current.Removed.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_removed_before_is_passed_over()
    {
        await AppendAsync("1", "2");
        await RemoveAsync(PayloadRemoval.Erased, 1);
        (await RemoveAsync(PayloadRemoval.Erased, 1, 2)).ShouldBe(new RemovalOutcome.Removed(new Position(4), 1));
        (await RemoveAsync(PayloadRemoval.Archived, 1)).ShouldBe(new RemovalOutcome.Removed(new Position(5), 0));
        (await Store.Log.GetAsync(new Position(1), Cancellation))!.Removed!.Kind.ShouldBe(PayloadRemoval.Erased);
    }

    [Fact]
    public async Task An_archived_payload_may_still_be_erased_and_keeps_its_digest()
    {
        await AppendAsync("\"one\"");
        await RemoveAsync(PayloadRemoval.Archived, 1);
        (await RemoveAsync(PayloadRemoval.Erased, 1)).ShouldBe(new RemovalOutcome.Removed(new Position(3), 1));
        (await Store.Log.GetAsync(new Position(1), Cancellation))!.Removed.ShouldBe(new RemovedPayload(PayloadRemoval.Erased, Digest.Of("\"one\""u8)));
        await ShouldVerifyAsync(Store, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task A_position_without_an_event_changes_nothing(long missing)
    {
        await AppendAsync("1", "2");
        (await RemoveAsync(PayloadRemoval.Erased, 1, missing)).ShouldBe(new RemovalOutcome.Missing(new Position(missing)));
        (await Store.Log.HeadAsync(Cancellation)).ShouldBe(new Position(2));
        (await Store.Log.GetAsync(new Position(1), Cancellation))!.Removed.ShouldBeNull();
    }

    [Fact]
    public async Task A_step_that_breaks_a_rule_is_refused()
    {
        await AppendAsync("1");
        (await RemoveAsync(PayloadRemoval.Erased)).ShouldBeOfType<RemovalOutcome.Refused>().Code.ShouldBe("removal.size");
        var bad = Event("log.erased") with { Payload = "{"u8.ToArray() };
        (await Store.Maintenance.RemovePayloadsAsync(new RemovalStep([new Position(1)], PayloadRemoval.Erased, bad), Cancellation))
            .ShouldBeOfType<RemovalOutcome.Refused>().Code.ShouldBe("append.payload");
        (await Store.Log.HeadAsync(Cancellation)).ShouldBe(new Position(1));
    }

    [Fact]
    public async Task An_operation_is_still_found_after_its_payload_was_removed()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 1 });
        await Store.Log.AppendAsync(new AppendBatch([Event("a.happened")], [], operation), Cancellation);
        await RemoveAsync(PayloadRemoval.Erased, 1);
        (await Store.Log.AppendAsync(new AppendBatch([Event("a.happened")], [], operation), Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(1)));
        (await Store.Log.FindOperationAsync("claude-1", operation.Id, Cancellation))!.Removed.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_record_of_a_removal_continues_its_stream()
    {
        var stream = StreamId.New("log", TimeProvider.System);
        await AppendAsync("1", "2");
        foreach (var position in new[] { 1, 2 })
        {
            var step = new RemovalStep([new Position(position)], PayloadRemoval.Erased, Event("log.erased") with { Stream = stream });
            await Store.Maintenance.RemovePayloadsAsync(step, Cancellation);
        }

        (await AllAsync(Store)).Where(record => record.Stream == stream).Select(record => record.Version).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Removing_among_appends_leaves_every_one_in_its_place()
    {
        await AppendAsync([.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        var removing = Enumerable.Range(0, 50).Select(i => Task.Run(async () => await RemoveAsync(PayloadRemoval.Erased, (2 * i) + 1), Cancellation));
        var appending = Enumerable.Range(0, 200).Select(i => Task.Run(async () => await AppendAsync($"{i}"), Cancellation));
        await Task.WhenAll(removing.Concat(appending));
        var all = await AllAsync(Store);
        all.Take(100).Select(record => record.Removed is not null).ShouldBe(Enumerable.Range(0, 100).Select(i => i % 2 == 0));
        all.Skip(100).ShouldAllBe(record => record.Removed == null);
        await ShouldVerifyAsync(Store, 350);
    }

    [Fact]
    public async Task An_imported_log_is_the_same_log()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 7, 7 });
        await AppendAsync("\"one\"", "\"two\"");
        await Store.Log.AppendAsync(new AppendBatch([Event("a.happened")], [], operation), Cancellation);
        await RemoveAsync(PayloadRemoval.Erased, 2);
        var sealedEvents = (await AllAsync(Store)).Select(record => new SealedEvent(record, record.OperationId is null ? default : operation.ContentHash, [])).ToList();
        await using var copy = await OpenAsync();
        (await copy.Maintenance.ImportAsync([.. sealedEvents.Take(2)], Cancellation)).ShouldBe(new ImportOutcome.Imported(new Position(2)));
        (await copy.Maintenance.ImportAsync([.. sealedEvents.Skip(2)], Cancellation)).ShouldBe(new ImportOutcome.Imported(new Position(4)));
        var copied = await AllAsync(copy);
        copied.Select(record => (record.Hash, record.Stream, record.Version, record.Removed, Encoding.UTF8.GetString(record.Payload.Span)))
            .ShouldBe(sealedEvents.Select(each => (each.Record.Hash, each.Record.Stream, each.Record.Version, each.Record.Removed, Encoding.UTF8.GetString(each.Record.Payload.Span))));
        (await copy.Log.AppendAsync(new AppendBatch([Event("a.happened")], [], operation), Cancellation)).ShouldBe(new AppendOutcome.Duplicate(new Position(3)));
        var stream = copied[0].Stream;
        (await copy.Log.AppendAsync(new AppendBatch([Event("b.happened") with { Stream = stream }], [new ExpectedVersion(stream, 1)], null), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        await ShouldVerifyAsync(copy, 5);
    }

    [Fact]
    public async Task What_events_carry_besides_their_records_is_told()
    {
        var operation = new Operation(OperationId.New(TimeProvider.System), new byte[] { 7, 8 });
        var blobs = new[] { Digest.Of("1"u8), Digest.Of("2"u8) }.OrderBy(digest => digest.ToString(), StringComparer.Ordinal).ToArray();
        await AppendAsync("1");
        await Store.Log.AppendAsync(new AppendBatch([Event("a.happened") with { Blobs = [.. blobs.Reverse()] }, Event("a.happened")], [], operation), Cancellation);
        await Store.Log.AppendAsync(AppendBatch.Of(Event("a.happened") with { Blobs = [blobs[0]] }), Cancellation);
        var carried = await Store.Maintenance.AttachmentsAsync(Position.Start, new Position(4), Cancellation);
        carried.Keys.ShouldBe([new Position(2), new Position(4)], ignoreOrder: true);
        carried[new Position(2)].OperationHash.ToArray().ShouldBe([7, 8]);
        carried[new Position(2)].Blobs.ShouldBe(blobs);
        carried[new Position(4)].OperationHash.Length.ShouldBe(0);
        (await Store.Maintenance.AttachmentsAsync(new Position(2), new Position(4), Cancellation)).Keys.ShouldBe([new Position(4)]);
    }

    [Fact]
    public async Task What_does_not_follow_the_head_is_not_imported()
    {
        await AppendAsync("1", "2");
        var events = (await AllAsync(Store)).Select(record => new SealedEvent(record, default, [])).ToList();
        await using var copy = await OpenAsync();
        (await copy.Maintenance.ImportAsync([events[1]], Cancellation)).ShouldBe(new ImportOutcome.NotFollowing(Position.Start, Digest.Genesis));
        await copy.Log.AppendAsync(AppendBatch.Of(Event("a.happened")), Cancellation);
        (await copy.Maintenance.ImportAsync([events[1]], Cancellation)).ShouldBeOfType<ImportOutcome.NotFollowing>().Head.ShouldBe(new Position(1));
        (await copy.Log.HeadAsync(Cancellation)).ShouldBe(new Position(1));
    }

    [Fact]
    public async Task Importing_too_much_or_nothing_is_a_callers_mistake()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Store.Maintenance.ImportAsync([], Cancellation));
        await AppendAsync("1");
        var one = new SealedEvent((await AllAsync(Store)).Single(), default, []);
        await Should.ThrowAsync<ArgumentException>(async () => await Store.Maintenance.ImportAsync([.. Enumerable.Repeat(one, 1001)], Cancellation));
    }

    [Fact]
    public async Task A_subscriber_sees_what_is_imported()
    {
        await AppendAsync("1", "2");
        var events = (await AllAsync(Store)).Select(record => new SealedEvent(record, default, [])).ToList();
        await using var copy = await OpenAsync();
        await using var follower = copy.Log.Subscribe(Position.Start).GetAsyncEnumerator(Cancellation);
        var moving = follower.MoveNextAsync();
        await copy.Maintenance.ImportAsync(events, Cancellation);
        (await moving).ShouldBeTrue();
        follower.Current.Position.ShouldBe(new Position(1));
    }

    [Fact]
    public async Task A_closed_log_says_so_to_an_administrator_too()
    {
        await AppendAsync("1");
        await Store.DisposeAsync();
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await RemoveAsync(PayloadRemoval.Erased, 1))).Code.ShouldBe("log.closed");
    }

    [Fact]
    public async Task A_lease_is_held_by_a_node_that_is_alone()
    {
        (await Store.Leases.HoldsAsync("checkpoints", Cancellation)).ShouldBeTrue();
        (await Store.Leases.HoldsAsync("checkpoints", Cancellation)).ShouldBeTrue();
    }

    protected static NewEvent Event(string type) => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = type,
        At = At,
        Actor = new Actor(ActorKind.Agent, "claude-1"),
        Payload = "{\"n\":1}"u8.ToArray(),
    };

    protected async Task AppendAsync(params string[] payloads)
    {
        foreach (var payload in payloads)
        {
            (await Store.Log.AppendAsync(AppendBatch.Of(Event("a.happened") with { Payload = Encoding.UTF8.GetBytes(payload) }), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        }
    }

    protected async Task<RemovalOutcome> RemoveAsync(PayloadRemoval kind, params long[] positions) =>
        await Store.Maintenance.RemovePayloadsAsync(new RemovalStep([.. positions.Select(position => new Position(position))], kind, Event("log.erased")), Cancellation);

    protected static async Task<List<EventRecord>> AllAsync(IEventStore store)
    {
        var all = new List<EventRecord>();
        await foreach (var record in store.Log.ReadAllAsync(Position.Start, Cancellation))
        {
            all.Add(record);
        }

        return all;
    }

    private static async Task ShouldVerifyAsync(IEventStore store, long events)
    {
        var report = await ChainVerifier.VerifyAsync(store.Log, cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Events.ShouldBe(events);
    }
}
