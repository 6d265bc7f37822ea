using Pharos.Events;
using Pharos.Events.Evidence;

namespace Pharos.Tests.Events.Evidence;

public sealed class LogErasureTests : IAsyncDisposable
{
    private static readonly Actor Admin = new(ActorKind.User, "admin");
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly LogErasure _erasure;

    public LogErasureTests() => _erasure = new LogErasure(_store, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _erasure.Dispose();
        return _store.DisposeAsync();
    }

    [Fact]
    public async Task Erasing_leaves_the_event_its_digest_and_a_record()
    {
        await AppendAsync("proposal", "proposal.decided");
        var before = (await _store.Log.GetAsync(new Position(1), Cancellation))!;
        (await EraseAsync(1)).ShouldBe(new ErasureOutcome.Erased(new Position(2)));
        var after = (await _store.Log.GetAsync(new Position(1), Cancellation))!;
        after.Payload.IsEmpty.ShouldBeTrue();
        after.Removed.ShouldBe(new RemovedPayload(PayloadRemoval.Erased, Digest.Of(before.Payload.Span)));
        (await _store.Log.GetAsync(new Position(2), Cancellation))!.Type.ShouldBe(EvidenceEvents.Erased);
        var report = await new LogVerifier(RecordChainSource.Of(_store.Log), new VerifyOptions()).VerifyAsync(cancellationToken: Cancellation);
        report.Break.ShouldBeNull();
        report.Erased.ShouldBe(1);
    }

    [Fact]
    public async Task Erased_at_the_same_time_it_is_erased_once()
    {
        await AppendAsync("proposal", "proposal.decided");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EraseAsync(1), Cancellation)));
        outcomes.Count(outcome => outcome is ErasureOutcome.Erased).ShouldBe(1);
        outcomes.OfType<ErasureOutcome.Already>().ShouldAllBe(already => already.Record == new Position(2));
        (await _store.Log.HeadAsync(Cancellation)).ShouldBe(new Position(2));
    }

    [Fact]
    public void Each_position_has_a_stream_of_its_own() =>
        Enumerable.Range(1, 1000).Select(position => EvidenceEvents.ErasureOf(new Position(position))).Distinct().Count().ShouldBe(1000);

    [Theory]
    [InlineData("tokens", "token.issued")]
    [InlineData("agents", "agent.registered")]
    [InlineData("workspaces", "workspace.registered")]
    [InlineData("policies", "policy.activated")]
    [InlineData("reads", "log.read")]
    [InlineData("log", "log.checkpointed")]
    public async Task What_state_is_folded_from_and_evidence_stay(string category, string type)
    {
        await AppendAsync(category, type);
        (await EraseAsync(1)).ShouldBeOfType<ErasureOutcome.Refused>().Code.ShouldBe("erase.protected");
    }

    [Fact]
    public async Task A_position_beyond_the_end_is_unknown() => (await EraseAsync(1)).ShouldBe(new ErasureOutcome.Unknown());

    private async Task<ErasureOutcome> EraseAsync(long position) => await _erasure.EraseAsync(new Position(position), "asked for", Admin, Cancellation);

    private async Task AppendAsync(string category, string type) => await _store.Log.AppendAsync(
        AppendBatch.Of(new NewEvent
        {
            Stream = StreamId.New(category, TimeProvider.System),
            Id = EventId.New(TimeProvider.System),
            Type = type,
            At = DateTimeOffset.UnixEpoch,
            Actor = Admin,
            Payload = "{}"u8.ToArray(),
        }),
        Cancellation);
}
