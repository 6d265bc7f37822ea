using System.Net;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>Agents that are connected to one server and ask each other there at a steady rate, whatever the answers do.</summary>
/// <param name="server">The server.</param>
/// <param name="perSecond">Questions a second.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElicitationCrowd(Uri server, int perSecond, TimeProvider clock) : IAsyncDisposable
{
    private const int AtOnce = 16;

    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(30);

    private readonly HttpClient _listening = NewClient(server);
    private readonly HttpClient _calling = NewClient(server);
    private readonly CancellationTokenSource _leaving = new();
    private ElicitationAgent[] _agents = [];
    private List<Task> _listeners = [];

    /// <summary>What was done, and how long it took.</summary>
    public ElicitationTally Tally { get; } = new(clock);

    /// <summary>Requests of somebody who listens to nothing.</summary>
    public ElicitationCalls Calls => new(_calling);

    /// <summary>Connects agents, every second one by a stream and the others by long polls, and waits until all of them listen.</summary>
    /// <param name="count">How many.</param>
    /// <param name="token">Gives the token of a subject.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConnectAsync(int count, Func<string, CancellationToken, ValueTask<string>> token, CancellationToken cancellationToken)
    {
        _agents = new ElicitationAgent[count];
        var (listening, calls) = (new ElicitationCalls(_listening), Calls);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (number, stop) =>
            _agents[number] = new ElicitationAgent($"agent-{number}", await token($"agent-{number}", stop), listening, calls, Tally, new Random(number)));
        _listeners = [.. _agents.Select((agent, number) => number % 2 == 0 ? agent.StreamAsync(_leaving.Token) : agent.PollAsync(_leaving.Token))];
        await Task.WhenAll(_agents.Select(agent => agent.Connected)).WaitAsync(cancellationToken);
    }

    /// <summary>Asks so many questions and waits for their answers. Questions with numbers below zero are for warming up: nobody looks at their times.</summary>
    public async Task AskAsync(int first, int count, CancellationToken cancellationToken)
    {
        var asked = new Task[count];
        var begun = clock.GetTimestamp();
        var step = clock.TimestampFrequency / perSecond;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), clock);
        for (var i = 0; i < count; i++)
        {
            var due = begun + (i * step);
            while (clock.GetTimestamp() < due)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            var number = first + i;
            asked[i] = Task.Run(() => AskAsync(number, due, cancellationToken), cancellationToken);
        }

        await Task.WhenAll(asked).WaitAsync(LastAnswers, clock, cancellationToken);
    }

    /// <summary>Goes away.</summary>
    /// <returns>How many had lost their connection before.</returns>
    public async Task<int> LeaveAsync()
    {
        var lost = _listeners.Count(listener => listener.IsCompleted);
        await _leaving.CancelAsync();
        await Task.WhenAll(_listeners).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listeners = [];
        return lost;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _leaving.Dispose();
        _listening.Dispose();
        _calling.Dispose();
    }

    private async Task AskAsync(int number, long due, CancellationToken cancellationToken)
    {
        // Neighbours never ask each other, and in a minute nobody asks or is asked more often than the limits let them.
        var place = ((number % _agents.Length) + _agents.Length) % _agents.Length;
        var (asker, answerer) = (_agents[place], _agents[(place + (_agents.Length / 2) + 1) % _agents.Length]);
        var body = $$"""{"to":"{{answerer.Name}}","message":"question {{number}}","schema":{"type":"object","properties":{"number":{"type":"integer"} },"required":["number"],"additionalProperties":false} }""";
        var isCounted = number >= 0;
        if (isCounted)
        {
            Tally.Note(ElicitationReport.Late, due);
        }

        var started = Tally.Now;
        Tally.Began(number, started);
        var (status, question) = await Calls.SendAsync("POST", "/api/elicitations", asker.Token, body, cancellationToken);
        if (isCounted)
        {
            Tally.Note(ElicitationReport.Ask, started);
        }

        if (status != (int)HttpStatusCode.Created)
        {
            Tally.Count(ElicitationReport.Failed);
            return;
        }

        var (_, ended) = await Calls.SendAsync("GET", $"/api/elicitations/{question.GetProperty("id").GetString()}?wait=30s", asker.Token, null, cancellationToken);
        var isAnswered = ended.GetProperty("state").GetString() == "accepted" && ended.GetProperty("content").GetProperty("number").GetInt32() == number;
        if (isCounted)
        {
            Tally.Since(ElicitationReport.HasAnswer, number);
            Tally.Count(ElicitationReport.Ask);
        }

        if (!isAnswered)
        {
            Tally.Count(ElicitationReport.Failed);
        }
        else if (isCounted)
        {
            Tally.Count(ElicitationReport.HasAnswer);
        }
    }

    private static HttpClient NewClient(Uri server) =>
        new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = int.MaxValue, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = server };
}
