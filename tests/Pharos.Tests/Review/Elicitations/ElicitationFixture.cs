using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Elicitations;

namespace Pharos.Tests.Review.Elicitations;

/// <summary>A node: a desk, its board and its keeper on a log in memory and a clock that a test moves. Several may share one log.</summary>
internal sealed class ElicitationFixture : IAsyncDisposable
{
    public const string Form = """{"type":"object","properties":{"branch":{"type":"string","enum":["main","next"]},"tries":{"type":"integer","minimum":1}},"required":["branch"],"additionalProperties":false}""";

    public static readonly Caller Asker = new("builder", Role.Agent), Asked = new("planner", Role.Agent), Other = new("stranger", Role.Agent), Admin = new("root", Role.Admin);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _following;
    private readonly bool _ownsLog;

    public ElicitationFixture(ElicitationOptions? options = null, IEventLog? log = null, ManualClock? clock = null)
    {
        (_ownsLog, Log, Clock) = (log is null, log ?? new InMemoryEventLog(), clock ?? new ManualClock());
        Board = new Projection<ElicitationBoard>(Log, new ElicitationBoardFold(), new NoSnapshots(), Clock);
        Desk = new ElicitationDesk(Log, Board, new ElicitationNonces(new byte[32]), to => to != "nobody", options ?? new ElicitationOptions { RequestsPerMinute = 1000, ResponsesPerMinute = 1000, PendingPerAnswerer = 1000 }, Clock);
        Keeper = new ElicitationKeeper(Board, Desk, Clock);
        Watch = new ElicitationWatch(Log, Board, Desk, Clock);
        _following = Board.RunAsync(_stopping.Token);
    }

    public IEventLog Log { get; }

    public ManualClock Clock { get; }

    public Projection<ElicitationBoard> Board { get; }

    public ElicitationDesk Desk { get; }

    public ElicitationKeeper Keeper { get; }

    public ElicitationWatch Watch { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static string CodeOf(ElicitationOutcome outcome) => outcome.ShouldBeOfType<ElicitationOutcome.Refused>().Problem.Code;

    /// <summary>Tries to ask.</summary>
    public ValueTask<ElicitationOutcome> TryAskAsync(string form = Form, string message = "Which branch?", TimeSpan? timeout = null, Caller? by = null, string to = "planner") =>
        Desk.AskAsync(by ?? Asker, to, message, Json(form), timeout, Cancellation);

    /// <summary>Asks, and expects that it is recorded.</summary>
    public async Task<Elicitation> AskAsync(string form = Form, string message = "Which branch?", TimeSpan? timeout = null, string to = "planner") =>
        (await TryAskAsync(form, message, timeout, null, to)).ShouldBeOfType<ElicitationOutcome.Changed>().Item;

    /// <summary>Tries to answer, with the nonce unless another is given.</summary>
    public ValueTask<ElicitationOutcome> AnswerAsync(Elicitation item, string content, Caller? by = null, string? nonce = null) =>
        Desk.RespondAsync(item.ElicitationId, by ?? Asked, nonce ?? NonceOf(item), Json(content), Cancellation);

    public string? NonceOf(Elicitation item) => Desk.NonceFor(item, item.Question.To);

    /// <summary>The types of an elicitation's events.</summary>
    public async Task<List<string>> TypesAsync(Elicitation item)
    {
        var types = new List<string>();
        await foreach (var record in Log.ReadStreamAsync(item.ElicitationId.Stream, cancellationToken: Cancellation))
        {
            types.Add(record.Type);
        }

        return types;
    }

    /// <summary>Waits until the board has seen everything.</summary>
    public async Task CatchUpAsync() => await Board.ReachedAsync(await Log.HeadAsync(Cancellation), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_following);
        _stopping.Dispose();
        if (_ownsLog)
        {
            await Log.DisposeAsync();
        }
    }
}
