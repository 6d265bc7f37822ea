using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Logs;

/// <summary>
/// The events of <c>GET /api/events/stream</c>, each once, across any number of lost connections: it connects again behind the last event that came.
/// </summary>
/// <param name="connection">The connection to the server.</param>
/// <param name="path">Path and query of the stream.</param>
/// <param name="tell">Takes a sentence for people about what happens to the connection.</param>
/// <param name="clock">The clock.</param>
internal sealed class EventStream(ServerConnection connection, string path, Action<string> tell, TimeProvider clock)
{
    // The server's wish is followed within these bounds.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private TimeSpan _wait = TimeSpan.FromSeconds(1);
    private string? _last;
    private bool _isLost;

    /// <summary>Reads until cancelled.</summary>
    /// <exception cref="EventStreamRefusedException">The server refuses the stream.</exception>
    public async IAsyncEnumerable<RegoObject> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ConnectAsync(cancellationToken) is { } response)
            {
                using (response)
                {
                    await foreach (var record in ReadAsync(response, cancellationToken))
                    {
                        yield return record;
                    }
                }
            }

            if (!_isLost)
            {
                _isLost = true;
                tell(_last is null ? "The connection was lost; trying again." : $"The connection was lost behind event {_last}; trying again.");
            }

            await Task.Delay(_wait, clock, cancellationToken);
        }
    }

    /// <returns>The beginning of the stream, or null when it should be tried again.</returns>
    private async Task<HttpResponseMessage?> ConnectAsync(CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await connection.OpenStreamAsync(path, _last, cancellationToken);
        }
        catch (Exception problem) when (IsLoss(problem, cancellationToken))
        {
            return null;
        }

        if (response.IsSuccessStatusCode)
        {
            if (_isLost)
            {
                _isLost = false;
                tell(_last is null ? "Connected again." : $"Connected again; going on behind event {_last}.");
            }

            return response;
        }

        using (response)
        {
            var reply = await ServerConnection.ReadReplyAsync(response, cancellationToken);
            return response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                ? null
                : throw new EventStreamRefusedException(reply.Code, reply.Message);
        }
    }

    private async IAsyncEnumerable<RegoObject> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create<RegoObject?>(body, Parse);
        await using var items = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception problem) when (IsLoss(problem, cancellationToken))
            {
                yield break;
            }

            var retry = parser.ReconnectionInterval;
            _wait = retry < ShortestWait || retry > LongestWait ? _wait : retry;
            _last = parser.LastEventId is { Length: > 0 } id ? id : _last;
            if (items.Current is { EventType: "gap", Data: { } gap })
            {
                tell($"This reader was too slow: events {gap.TextOf("from")} to {gap.TextOf("to")} were left out. Read them with: pharos log query --after {Before(gap)}");
            }
            else if (items.Current is { EventType: SseParser.EventTypeDefault, Data: { } record })
            {
                yield return record;
            }
        }
    }

    private static RegoObject? Parse(string type, ReadOnlySpan<byte> data) => RegoValue.TryParseJson(data, out var value, out _) ? value as RegoObject : null;

    private static string Before(RegoObject gap) =>
        long.TryParse(gap.TextOf("from"), CultureInfo.InvariantCulture, out var from) ? (from - 1).ToString(CultureInfo.InvariantCulture) : "0";

    private static bool IsLoss(Exception problem, CancellationToken cancellationToken) =>
        problem is HttpRequestException or IOException or TaskCanceledException && !cancellationToken.IsCancellationRequested;
}
