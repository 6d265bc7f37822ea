using System.Text;
using System.Text.Json;
using Pharos.Events;
using Pharos.Events.Evidence;
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
        var (ended, waiting, other) = (await AskAsync("Which of Ada's branches?"), await AskAsync("Where does Ada live?"), await AskAsync("Which branch?"));
        await _fixture.AnswerAsync(ended, """{"branch":"main"}""");
        await _fixture.CatchUpAsync();
        Snapshot().ShouldContain("Ada");
        await EraseAsync(ended, ElicitationEvents.Requested);
        await EraseAsync(waiting, ElicitationEvents.Requested);
        Snapshot().ShouldNotContain("Ada");
        _fixture.Board.Read((board, _) => board.Pending.Concat(board.Closed).Concat(board.PendingFor("planner")).Select(item => item.Id).Distinct().ToList()).ShouldBe([other.Id]);
        ElicitationFixture.CodeOf(await _fixture.AnswerAsync(waiting, """{"branch":"main"}""")).ShouldBe("elicitation.unknown");
    }

    [Fact]
    public async Task Of_an_end_whose_reason_was_erased_the_reason_is_forgotten_and_nothing_else()
    {
        var item = await AskAsync("Which branch?");
        await _fixture.Desk.DeclineAsync(item.ElicitationId, ElicitationFixture.Asked, _fixture.NonceOf(item), "ask Ada at home", Cancellation);
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
        var lived = Snapshot();
        await using var anew = new ElicitationFixture(log: _store.Log, clock: _clock);
        await anew.CatchUpAsync();
        Snapshot(anew).ShouldBe(lived);
    }

    [Fact]
    public async Task Who_waits_for_the_answer_to_a_question_that_is_erased_waits_no_longer()
    {
        var item = await AskAsync("Where does Ada live?");
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
        using var erasure = new LogErasure(_store, _clock);
        await foreach (var record in _store.Log.ReadStreamAsync(item.ElicitationId.Stream, cancellationToken: Cancellation))
        {
            if (record.Type == type)
            {
                (await erasure.EraseAsync(record.Position, "Ada asked for it", new Actor(ActorKind.User, "root"), Cancellation)).ShouldBeOfType<ErasureOutcome.Erased>();
            }
        }

        await _fixture.CatchUpAsync();
    }

    private string Snapshot(ElicitationFixture? fixture = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            (fixture ?? _fixture).Board.Read((board, _) =>
            {
                new ElicitationBoardFold().Write(writer, board);
                return 0;
            });
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
