using Pharos.Events;
using Pharos.Gate.Definitions;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Definitions;

namespace Pharos.Tests.Review.Definitions;

public sealed class ErasedDefinitionTests : IAsyncDisposable
{
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly DefinitionFixture _fixture;

    public ErasedDefinitionTests() => _fixture = new DefinitionFixture(log: _store.Log);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erased_definition_leaves_the_book_and_its_snapshots_and_the_next_sight_is_reviewed()
    {
        await _fixture.ShowAsync("Adds Zoe's numbers.");
        (await BookAsync()).ShouldContain("Zoe");
        await EraseAsync(0);
        (await BookAsync()).ShouldNotContain("Zoe");
        var again = await _fixture.ShowAsync("Adds Zoe's numbers.");
        (again.Decision, again.Rule).ShouldBe((Decision.Review, "pharos.gate.definition.changed"));
    }

    [Fact]
    public async Task What_was_pinned_before_stays_pinned_when_what_the_server_said_since_is_erased()
    {
        await _fixture.ShowAsync("Adds two numbers.");
        await _fixture.ShowAsync("Adds Zoe's numbers.");
        await EraseAsync(1);
        (await BookAsync()).ShouldNotContain("Zoe");
        _fixture.Entry().Pinned.ShouldNotBeNull().Members.ShouldContain(member => member.Shown == "Adds two numbers.");
    }

    [Fact]
    public async Task What_a_review_approved_is_forgotten_with_its_text_and_what_came_after_is_not()
    {
        await _fixture.ShowAsync("one");
        await _fixture.JudgeAsync((await _fixture.ShowAsync("Zoe's two")).Review!.Value, VerdictKind.Approve);
        await _fixture.ShowAsync("three");
        await EraseAsync(1);
        (await BookAsync()).ShouldNotContain("Zoe");
        var entry = _fixture.Entry();
        (entry.Pinned, entry.PinnedBy, entry.IsErased).ShouldBe((null, null, true));
        entry.Latest.ShouldNotBeNull().Text.Members.ShouldContain(member => member.Shown == "three");
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _store.DisposeAsync();
    }

    private Task<string> BookAsync() => _store.SnapshotAsync(_fixture.Book.Known, new KnownDefinitionsFold());

    private async Task EraseAsync(int sight)
    {
        await _store.EraseAsync((await _fixture.RecordedAsync(DefinitionEvents.Decided))[sight].Position);
        await _fixture.Book.FollowAsync(Cancellation);
    }
}
