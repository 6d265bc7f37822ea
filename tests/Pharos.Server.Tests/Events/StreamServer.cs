using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Server.Events;

namespace Pharos.Server.Tests.Events;

/// <summary>A server whose streams hurry, and what a test of them needs.</summary>
public sealed class StreamServer : TestServer
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    internal StreamOptions Streams { get; init; } = new() { Heartbeat = TimeSpan.FromMilliseconds(100), Farewell = TimeSpan.FromSeconds(5) };

    internal string Limits { get; init; } = "";

    /// <summary>Streams that are open.</summary>
    public int Open => Server.Parts.Seats.Open;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override string Configuration => $"{base.Configuration}\n  connections: 10000\n{Limits}\nserver:\n  drain: 5m\n";

    protected override ServerOptions Options => new() { DataFolder = Data, Port = 0, Streams = Streams };

    /// <summary>Appends an event and tells its position.</summary>
    public async Task<long> AppendAsync(string type = "test.happened", string payload = "{}", string? agent = null, string? workspace = null, Guid? correlation = null)
    {
        var outcome = await Server.Parts.Log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = new StreamId("tests", EventId.New(TimeProvider.System).Value),
                Id = EventId.New(TimeProvider.System),
                Type = type,
                At = TimeProvider.System.GetUtcNow(),
                Actor = new Actor(ActorKind.System, "test"),
                Agent = agent,
                Workspace = workspace,
                Correlation = correlation is { } id ? new CorrelationId(id) : null,
                Payload = Encoding.UTF8.GetBytes(payload),
            }),
            Cancellation);
        return outcome.ShouldBeOfType<AppendOutcome.Appended>().First.Value;
    }

    /// <summary>Opens a stream and waits for the head of its answer.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string query = "", string? token = null, string? lastEventId = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/events/stream{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await TokenAsync(Role.Viewer));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        change?.Invoke(request);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation).WaitAsync(Patience, Cancellation);
    }

    /// <summary>Reads a number of items.</summary>
    public static async Task<List<SseItem<string>>> TakeAsync(HttpResponseMessage response, int count)
    {
        response.EnsureSuccessStatusCode();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(patience.Token)).EnumerateAsync(patience.Token))
        {
            items.Add(item);
            if (items.Count == count)
            {
                break;
            }
        }

        return items;
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isSo())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
