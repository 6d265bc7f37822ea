using Pharos.Events;

namespace Pharos.Storage.Tests.Postgres;

public sealed class PostgresBlobTests(PostgresFixture server) : IAsyncLifetime
{
    private NodeFolders _nodes = null!;
    private IEventStore _store = null!;
    private string _database = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await server.DatabaseAsync();
        _nodes = new NodeFolders(await server.AddressAsync(_database));
        _store = await _nodes.OpenAsync();
    }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task What_was_put_comes_back_also_when_it_is_put_twice()
    {
        var digest = await _store.Blobs.PutAsync("large"u8.ToArray(), Cancellation);
        (await _store.Blobs.PutAsync("large"u8.ToArray(), Cancellation)).ShouldBe(digest);
        (await _store.Blobs.GetAsync(digest, Cancellation))!.Value.ToArray().ShouldBe("large"u8.ToArray());
        (await _store.Blobs.GetAsync(Digest.Of("other"u8), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Other_bytes_under_a_digest_are_damage()
    {
        var digest = await _store.Blobs.PutAsync("large"u8.ToArray(), Cancellation);
        await (await server.ServerAsync()).SqlAsync("UPDATE blobs SET content = 'small'", _database);
        (await Should.ThrowAsync<EventLogUnavailableException>(async () => await _store.Blobs.GetAsync(digest, Cancellation))).Code.ShouldBe("blob.corrupt");
    }

    [Fact]
    public async Task A_blob_lives_as_long_as_an_event_names_it()
    {
        var named = await _store.Blobs.PutAsync("named"u8.ToArray(), Cancellation);
        var shared = await _store.Blobs.PutAsync("shared"u8.ToArray(), Cancellation);
        var orphan = await _store.Blobs.PutAsync("orphan"u8.ToArray(), Cancellation);
        await _store.Log.AppendAsync(AppendBatch.Of(Event([named, shared, shared]), Event([shared])), Cancellation);
        (await _store.Blobs.ReferencesAsync(shared, Cancellation)).ShouldBe(2);
        (await _store.Blobs.NamedByAsync(new Position(1), Cancellation)).ShouldBe([named, shared], ignoreOrder: true);
        var all = new List<(Digest, Position)>();
        await foreach (var entry in _store.Blobs.ReferencedAsync(Cancellation))
        {
            all.Add(entry);
        }

        all.ShouldBe([(named, new Position(1)), (shared, new Position(1))], ignoreOrder: true);
        (await _store.Blobs.SweepAsync(TimeSpan.FromHours(1), Cancellation)).ShouldBe(0);
        (await _store.Blobs.SweepAsync(TimeSpan.FromHours(-1), Cancellation)).ShouldBe(1);
        (await _store.Blobs.GetAsync(orphan, Cancellation)).ShouldBeNull();
        await _store.Maintenance.RemovePayloadsAsync(new RemovalStep([new Position(1)], PayloadRemoval.Erased, Event([])), Cancellation);
        (await _store.Blobs.SweepAsync(TimeSpan.FromHours(-1), Cancellation)).ShouldBe(1);
        (await _store.Blobs.GetAsync(named, Cancellation)).ShouldBeNull();
        (await _store.Blobs.GetAsync(shared, Cancellation)).ShouldNotBeNull();
    }

    private static NewEvent Event(IReadOnlyList<Digest> blobs) => new()
    {
        Stream = StreamId.New("proposal", TimeProvider.System),
        Id = EventId.New(TimeProvider.System),
        Type = "a.happened",
        At = TimeProvider.System.GetUtcNow(),
        Actor = new Actor(ActorKind.System, "test"),
        Payload = "{}"u8.ToArray(),
        Blobs = blobs,
    };
}
