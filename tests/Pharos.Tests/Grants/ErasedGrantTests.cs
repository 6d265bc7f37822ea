using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Grants;
using Pharos.Tests.Review;

namespace Pharos.Tests.Grants;

public sealed class ErasedGrantTests : IAsyncDisposable
{
    private static readonly Actor Ann = new(ActorKind.User, "ann");

    private readonly ManualClock _clock = new();
    private readonly InMemoryEventStore _store;

    public ErasedGrantTests() => _store = new InMemoryEventStore(_clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grant_whose_record_is_erased_is_forgotten_without_a_restart_and_the_others_stay()
    {
        using var book = await OpenAsync();
        var (erased, other) = (await GrantAsync(book, "cat /home/zoe"), await GrantAsync(book, "ls"));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var following = book.FollowErasuresAsync(_store.Log, stopping.Token);
        book.Find(erased.Id).ShouldNotBeNull();
        await _store.EraseAsync(new Position(1));
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(TimeSpan.FromSeconds(60));
        while (book.Find(erased.Id) is not null)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        book.All.Select(grant => grant.Id).ShouldBe([other.Id]);
        (await book.RevokeAsync(other.Id, Ann, Cancellation)).ShouldBeOfType<GrantOutcome.Recorded>();
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    [Fact]
    public async Task That_a_grant_was_taken_back_cannot_be_erased()
    {
        using var book = await OpenAsync();
        var grant = await GrantAsync(book, "ls");
        (await book.RevokeAsync(grant.Id, Ann, Cancellation)).ShouldBeOfType<GrantOutcome.Recorded>();
        using var erasure = new LogErasure(_store, _clock);
        (await erasure.EraseAsync(new Position(2), "to have it back", Ann, Cancellation)).ShouldBeOfType<ErasureOutcome.Refused>().Code.ShouldBe("erase.protected");
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private Task<GrantBook> OpenAsync() => GrantBook.OpenAsync(_store.Log, (_, _) => false, TimeSpan.Zero, _clock, Cancellation);

    private async Task<Grant> GrantAsync(GrantBook book, string summary)
    {
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var subject = new GrantSubject
        {
            Review = Guid.CreateVersion7(), Proposal = Guid.CreateVersion7(), Kind = "command", Tool = "Bash", Summary = summary, Rule = "rule", Agent = "claude-1", Workspace = "/workspace", Key = summary,
        };
        var made = book.Make(id, subject, new GrantRequest(GrantScope.Session), Ann, now).ShouldBeOfType<GrantStep.Append>();
        (await _store.Log.AppendAsync(new AppendBatch(made.Events, [made.Expected], null), Cancellation)).ShouldBeOfType<AppendOutcome.Appended>();
        await book.RefreshAsync(Cancellation);
        return book.Find(id).ShouldNotBeNull();
    }
}
