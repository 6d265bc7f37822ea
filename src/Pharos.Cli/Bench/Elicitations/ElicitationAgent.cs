using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Bench.Elicitations;

/// <summary>A connected agent: holds a stream or a long poll of its own and answers what it is asked.</summary>
/// <param name="name">Its subject.</param>
/// <param name="token">Its token.</param>
/// <param name="listening">The connection it listens on.</param>
/// <param name="calls">The connections it answers on.</param>
/// <param name="tally">Where times go.</param>
/// <param name="chance">Draws how long it polls.</param>
internal sealed class ElicitationAgent(string name, string token, ElicitationCalls listening, ElicitationCalls calls, ElicitationTally tally, Random chance)
{
    /// <summary>How many answers there are for each that is preceded by one that must be refused.</summary>
    public const int WrongNonceEvery = 20;

    private const int FewestSeconds = 15;
    private const int MostSeconds = 60;

    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its subject.</summary>
    public string Name => name;

    /// <summary>Its token.</summary>
    public string Token => token;

    /// <summary>Ends when it listens.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Listens on a stream.</summary>
    public async Task StreamAsync(CancellationToken cancellationToken)
    {
        using var response = await listening.OpenAsync("/api/elicitations/stream", token, cancellationToken);
        _connected.TrySetResult();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        var kind = "";
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line["event: ".Length..];
            }
            else if (kind == "elicitation" && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                _ = AnswerAsync(JsonElement.Parse(line["data: ".Length..]), cancellationToken);
            }
        }
    }

    /// <summary>Listens by calls that are held back.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        // Agents that connected over the day do not all ask again in the same moment.
        var wait = FewestSeconds + chance.Next(MostSeconds - FewestSeconds);
        var seen = "";
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (!cancellationToken.IsCancellationRequested)
        {
            var asking = listening.DoAsync("GET", $"/api/elicitations?for=me&wait={wait}s&seen={seen}", token, null, cancellationToken);
            _connected.TrySetResult();
            var page = await asking;
            seen = page.GetProperty("tag").GetString()!;
            var items = page.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal);
            known.IntersectWith(items.Keys);
            foreach (var (id, item) in items)
            {
                if (known.Add(id))
                {
                    _ = AnswerAsync(item, cancellationToken);
                }
            }
        }
    }

    private async Task AnswerAsync(JsonElement question, CancellationToken cancellationToken)
    {
        var number = int.Parse(question.GetProperty("message").GetString()!.Split(' ')[^1], CultureInfo.InvariantCulture);
        var isCounted = number >= 0;
        if (isCounted)
        {
            tally.Since(ElicitationReport.Delivered, number);
        }

        var path = $"/api/elicitations/{question.GetProperty("id").GetString()}/respond";
        if (isCounted && number % WrongNonceEvery == 0)
        {
            var (wrong, _) = await calls.SendAsync("POST", path, token, $$"""{"nonce":"wrong","content":{"number":{{number}} } }""", cancellationToken);
            tally.Count(wrong == 403 ? ElicitationReport.RefusedAnswer : ElicitationReport.Failed);
        }

        var started = tally.Now;
        var body = $$"""{"nonce":"{{question.GetProperty("nonce").GetString()}}","content":{"number":{{number}} } }""";
        var (status, _) = await calls.SendAsync("POST", path, token, body, cancellationToken);
        if (isCounted)
        {
            tally.Note(ElicitationReport.Respond, started);
            tally.Count(status == 200 ? ElicitationReport.Respond : ElicitationReport.Failed);
        }
    }
}
