using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Elicitations;

namespace Pharos.Storage.Tests.Contract;

/// <summary>What the limits of questions and answers need of every engine: they hold from the first request after a restart on. An engine's test class derives from this.</summary>
public abstract class ElicitationPaceContract : IAsyncLifetime
{
    private static readonly Caller Asker = new("builder", Role.Agent), Answerer = new("planner", Role.Agent);

    private readonly ElicitationOptions _options = new();
    private IEventStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected SettableClock Clock { get; } = new();

    /// <summary>Opens a store that is empty at first and holds what was appended when it is opened again.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task As_many_questions_as_before_a_restart_are_too_many_after_it_until_their_minute_is_over()
    {
        var asked = default(ElicitationOutcome);
        await using (var before = new Node(_store!.Log, _options, Clock))
        {
            for (var i = 0; i < _options.RequestsPerMinute; i++)
            {
                (asked = await before.AskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
                Clock.Advance(TimeSpan.FromSeconds(1));
            }

            CodeOf(await before.AskAsync()).ShouldBe("elicitation.rate");
        }

        await using var after = await RestartAsync();
        var refused = (await after.AskAsync()).ShouldBeOfType<ElicitationOutcome.Refused>();
        (refused.Problem.Code, refused.RetryAfter).ShouldBe(("elicitation.rate", TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(_options.RequestsPerMinute)));
        Clock.Advance(refused.RetryAfter!.Value);
        (await after.AskAsync()).ShouldBeOfType<ElicitationOutcome.Changed>();
        CodeOf(await after.AskAsync()).ShouldBe("elicitation.rate");
    }

    [Fact]
    public async Task As_many_answers_as_before_a_restart_are_too_many_after_it_until_their_minute_is_over()
    {
        var waiting = new List<Elicitation>();
        await using (var before = new Node(_store!.Log, _options, Clock))
        {
            for (var i = 0; i <= _options.ResponsesPerMinute; i++)
            {
                // Nobody may ask so often alone.
                waiting.Add((await before.AskAsync(new Caller($"builder-{i}", Role.Agent))).ShouldBeOfType<ElicitationOutcome.Changed>().Item);
            }

            foreach (var item in waiting.Take(_options.ResponsesPerMinute))
            {
                (await before.AnswerAsync(item)).ShouldBeOfType<ElicitationOutcome.Changed>();
            }
        }

        await using var after = await RestartAsync();
        CodeOf(await after.AnswerAsync(waiting[^1])).ShouldBe("elicitation.rate");
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await after.AnswerAsync(waiting[^1])).ShouldBeOfType<ElicitationOutcome.Changed>();
    }

    private static string CodeOf(ElicitationOutcome outcome) => outcome.ShouldBeOfType<ElicitationOutcome.Refused>().Problem.Code;

    private async Task<Node> RestartAsync()
    {
        await _store!.DisposeAsync();
        _store = await OpenAsync();
        return new Node(_store.Log, _options, Clock);
    }

    /// <summary>What a server has of elicitations; nobody waits for its board before the first request.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private readonly ElicitationDesk _desk;
        private readonly Task _following;

        public Node(IEventLog log, ElicitationOptions options, TimeProvider clock)
        {
            var board = new Projection<ElicitationBoard>(log, new ElicitationBoardFold(), new NoSnapshots(), clock);
            _desk = new ElicitationDesk(log, board, new ElicitationNonces(new byte[32]), _ => true, options, clock);
            _following = board.RunAsync(_stopping.Token);
        }

        public ValueTask<ElicitationOutcome> AskAsync(Caller? by = null) =>
            _desk.AskAsync(by ?? Asker, Answerer.Subject, "Which branch?", JsonElement.Parse("{\"type\":\"string\"}"), TimeSpan.FromMinutes(30), Cancellation);

        public ValueTask<ElicitationOutcome> AnswerAsync(Elicitation item) =>
            _desk.RespondAsync(item.ElicitationId, Answerer, _desk.NonceFor(item, Answerer.Subject), JsonElement.Parse("\"main\""), Cancellation);

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Task.WhenAny(_following);
            _stopping.Dispose();
        }
    }
}
