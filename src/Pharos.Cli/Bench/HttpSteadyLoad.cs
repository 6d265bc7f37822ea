using System.Net.Http.Headers;
using System.Text;

namespace Pharos.Cli.Bench;

/// <summary>
/// Sends at a steady rate whatever the answers do, and counts each one's time from when it was due: a server that stalls makes everything behind the stall late, as it
/// would be for agents, which do not wait for each other.
/// </summary>
/// <param name="target">The server.</param>
/// <param name="token">What it is shown.</param>
/// <param name="clock">The clock.</param>
internal sealed class HttpSteadyLoad(Uri target, string token, TimeProvider clock)
{
    // The system wakes a sleeper up to a millisecond late, which would be counted as the server's; the last stretch is waited out awake.
    private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(1.2);

    /// <summary>Sends.</summary>
    /// <param name="body">The body of each request, by its number.</param>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="length">How long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">A request was not answered with 200.</exception>
    public async Task<Timing> RunAsync(Func<int, string> body, int perSecond, TimeSpan length, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = HttpWrk.Connections };
        using var client = new HttpClient(handler) { BaseAddress = target };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var total = (int)(perSecond * length.TotalSeconds);
        var requests = new Task<double>[total];
        await Task.Factory.StartNew(
            () =>
            {
                var begun = clock.GetTimestamp();
                using var never = new ManualResetEventSlim();
                for (var i = 0; i < total; i++)
                {
                    var due = TimeSpan.FromSeconds((double)i / perSecond);
                    WaitUntil(due, begun, never, cancellationToken);
                    var number = i;
                    requests[i] = Task.Run(() => SendAsync(client, body(number), begun, due, cancellationToken), cancellationToken);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return Timing.Of("steady", [.. await Task.WhenAll(requests)]);
    }

    private void WaitUntil(TimeSpan due, long begun, ManualResetEventSlim never, CancellationToken cancellationToken)
    {
        while (due - clock.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
        {
            if (left > Awake)
            {
                never.Wait(1, cancellationToken);
            }
            else
            {
                Thread.SpinWait(20);
            }
        }
    }

    private async Task<double> SendAsync(HttpClient client, string body, long begun, TimeSpan due, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/proposals", UriKind.Relative), content, cancellationToken);
        var taken = (clock.GetElapsedTime(begun) - due).TotalMicroseconds;
        return response.IsSuccessStatusCode ? taken : throw new InvalidDataException($"A request was answered with {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
