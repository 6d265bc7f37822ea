using System.Text;
using Pharos.Events;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What every engine must keep of <see cref="IBlobStore"/>. An engine's test class derives from this and opens its store.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(new string('b', 40_000));
    private IEventStore? _store;

    protected IEventStore Store => _store!;

    private protected SettableClock Clock { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IEventStore> OpenAsync(TimeProvider clock);

    public async ValueTask InitializeAsync() => _store = await OpenAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_blob_comes_back_byte_for_byte_under_its_digest()
    {
        var digest = await Store.Blobs.PutAsync(Content, Cancellation);
        digest.ShouldBe(Digest.Of(Content));
        (await Store.Blobs.GetAsync(digest, Cancellation))!.Value.ToArray().ShouldBe(Content);
    }

    [Fact]
    public async Task What_was_never_stored_is_not_there() =>
        (await Store.Blobs.GetAsync(Digest.Of("nothing"u8), Cancellation)).ShouldBeNull();

    [Fact]
    public async Task Storing_the_same_bytes_again_is_one_blob()
    {
        var first = await Store.Blobs.PutAsync(Content, Cancellation);
        (await Store.Blobs.PutAsync(Content.ToArray(), Cancellation)).ShouldBe(first);
        Clock.Advance(TimeSpan.FromHours(2));
        (await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Many_callers_may_store_the_same_bytes_at_once()
    {
        var stored = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Store.Blobs.PutAsync(Content, Cancellation).AsTask()));
        stored.Distinct().ShouldHaveSingleItem();
        (await Store.Blobs.GetAsync(stored[0], Cancellation))!.Value.ToArray().ShouldBe(Content);
    }

    [Fact]
    public async Task An_event_that_names_a_blob_counts_as_a_reference()
    {
        var digest = await Store.Blobs.PutAsync(Content, Cancellation);
        (await Store.Blobs.ReferencesAsync(digest, Cancellation)).ShouldBe(0);
        await NameAsync(digest);
        await NameAsync(digest, digest);
        (await Store.Blobs.ReferencesAsync(digest, Cancellation)).ShouldBe(2);
        (await Store.Blobs.NamedByAsync(new Position(2), Cancellation)).ShouldBe([digest]);
        (await ReferencedAsync()).ShouldBe([(digest, new Position(1))]);
    }

    [Fact]
    public async Task A_sweep_leaves_what_an_event_names_and_what_is_young()
    {
        var named = await Store.Blobs.PutAsync("named"u8.ToArray(), Cancellation);
        var old = await Store.Blobs.PutAsync("old"u8.ToArray(), Cancellation);
        await NameAsync(named);
        Clock.Advance(TimeSpan.FromHours(2));
        var young = await Store.Blobs.PutAsync("young"u8.ToArray(), Cancellation);
        (await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBe(1);
        (await Store.Blobs.GetAsync(old, Cancellation)).ShouldBeNull();
        (await Store.Blobs.GetAsync(named, Cancellation)).ShouldNotBeNull();
        (await Store.Blobs.GetAsync(young, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_stored_again_is_young_again()
    {
        var digest = await Store.Blobs.PutAsync(Content, Cancellation);
        Clock.Advance(TimeSpan.FromHours(2));
        await Store.Blobs.PutAsync(Content, Cancellation);
        (await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBe(0);
        (await Store.Blobs.GetAsync(digest, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Erasing_the_only_event_that_names_a_blob_lets_it_go()
    {
        var shared = await Store.Blobs.PutAsync("shared"u8.ToArray(), Cancellation);
        var own = await Store.Blobs.PutAsync("own"u8.ToArray(), Cancellation);
        await NameAsync(shared, own);
        await NameAsync(shared);
        await Store.Maintenance.RemovePayloadsAsync(new RemovalStep([new Position(1)], PayloadRemoval.Erased, Event()), Cancellation);
        Clock.Advance(TimeSpan.FromHours(2));
        await Store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation);
        (await Store.Blobs.GetAsync(own, Cancellation)).ShouldBeNull();
        (await Store.Blobs.GetAsync(shared, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_events_carry_is_told_for_a_range_of_positions()
    {
        var digest = await Store.Blobs.PutAsync(Content, Cancellation);
        await Store.Log.AppendAsync(AppendBatch.Of(Event()), Cancellation);
        await NameAsync(digest);
        await Store.Log.AppendAsync(new AppendBatch([Event()], [], new Operation(OperationId.New(Clock), "hash"u8.ToArray())), Cancellation);
        var found = await Store.Maintenance.AttachmentsAsync(Position.Start, new Position(3), Cancellation);
        found.Keys.Order().ShouldBe([new Position(2), new Position(3)]);
        found[new Position(2)].Blobs.ShouldBe([digest]);
        found[new Position(3)].OperationHash.ToArray().ShouldBe("hash"u8.ToArray());
        (await Store.Maintenance.AttachmentsAsync(new Position(2), new Position(2), Cancellation)).ShouldBeEmpty();
    }

    private protected async Task NameAsync(params Digest[] blobs) =>
        (await Store.Log.AppendAsync(AppendBatch.Of(Event() with { Blobs = blobs }), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();

    private NewEvent Event() => new()
    {
        Stream = StreamId.New("proposal", Clock),
        Id = EventId.New(Clock),
        Type = "a.happened",
        At = Clock.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
    };

    private async Task<List<(Digest, Position)>> ReferencedAsync()
    {
        var found = new List<(Digest, Position)>();
        await foreach (var entry in Store.Blobs.ReferencedAsync(Cancellation))
        {
            found.Add(entry);
        }

        return found;
    }
}
