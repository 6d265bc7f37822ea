using System.Text.Json;
using Pharos.Events;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

public sealed class ErasedElicitationTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryEventStore _store;
    private readonly ElicitationFixture _fixture;

    public ErasedElicitationTests()
    {
        _store = new InMemoryEventStore(_clock);
        _fixture = new ElicitationFixture(log: _store.Log, clock: _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erased_question_leaves_the_board_and_its_snapshots_whether_it_waits_or_has_ended()
    {
        var (ended, waiting, other) = (await AskAsync("Which of Zoe's branches?"), await AskAsync("Where does Zoe live?"), await AskAsync("Which branch?"));
        await _fixture.AnswerAsync(ended, """{"branch":"main"}""");
        await _fixture.CatchUpAsync();
        (await SnapshotAsync()).ShouldContain("Zoe");
        await EraseAsync(ended, ElicitationEvents.Requested);
        await EraseAsync(waiting, ElicitationEvents.Requested);
        (await SnapshotAsync()).ShouldNotContain("Zoe");
        _fixture.Board.Read((board, _) => board.Pending.Concat(board.Closed).Concat(board.PendingFor("planner")).Select(item => item.Id).Distinct().ToList()).ShouldBe([other.Id]);
        ElicitationFixture.CodeOf(await _fixture.AnswerAsync(waiting, """{"branch":"main"}""")).ShouldBe("elicitation.unknown");
    }

    [Fact]
    public async Task Of_an_end_whose_reason_was_erased_the_reason_is_forgotten_and_nothing_else()
    {
        var item = await AskAsync("Which branch?");
        await _fixture.Desk.DeclineAsync(item.ElicitationId, ElicitationFixture.Asked, _fixture.NonceOf(item), "ask Zoe at home", Cancellation);
        await EraseAsync(item, ElicitationEvents.Declined);
        var kept = _fixture.Board.Read((board, _) => board.Closed.Single());
        (kept.Closed, kept.ClosedBy, kept.Reason, kept.Question.Message).ShouldBe((ElicitationState.Declined, "planner", null, "Which branch?"));
    }

    [Fact]
    public async Task The_board_after_an_erasure_is_the_board_that_the_log_gives_anew()
    {
        var (first, second, third) = (await AskAsync("one"), await AskAsync("two"), await AskAsync("three"));
        await _fixture.AnswerAsync(second, """{"branch":"main"}""");
        await _fixture.Desk.DeclineAsync(third.ElicitationId, ElicitationFixture.Asked, _fixture.NonceOf(third), "no", Cancellation);
        await EraseAsync(first, ElicitationEvents.Requested);
        await EraseAsync(second, ElicitationEvents.Accepted);
        await EraseAsync(third, ElicitationEvents.Declined);
        Items(await SnapshotAsync()).ShouldBe(Items(await _store.AnewAsync(new ElicitationBoardFold())));
    }

    [Fact]
    public async Task Who_waits_for_the_answer_to_a_question_that_is_erased_waits_no_longer()
    {
        var item = await AskAsync("Where does Zoe live?");
        var waiting = _fixture.Watch.EndedAsync(item.ElicitationId, _ => true, TimeSpan.FromSeconds(20), Cancellation).AsTask();
        await EraseAsync(item, ElicitationEvents.Requested);
        (await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _store.DisposeAsync();
    }

    private Task<Elicitation> AskAsync(string message) => _fixture.AskAsync(message: message);

    private async Task EraseAsync(Elicitation item, string type)
    {
        await _store.EraseAsync(item.ElicitationId.Stream, type);
        await _fixture.CatchUpAsync();
    }

    private Task<string> SnapshotAsync() => _store.SnapshotAsync(_fixture.Board, new ElicitationBoardFold());

    // That somebody asked in the last minute counts until the minute is over.
    private static string Items(string board)
    {
        using var document = JsonDocument.Parse(board);
        return document.RootElement.GetProperty("items").GetRawText();
    }
}
