using System.Net;
using System.Threading.Channels;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The stream on which a server says what nobody asked for. Opened again for as long as its session lasts; servers need not have one.</summary>
internal sealed class HttpOwnStream : IAsyncDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly HttpClient _http;
    private readonly HttpSession _session;
    private readonly ChannelWriter<MessageLine> _incoming;
    private readonly int _longest;
    private readonly TimeProvider _clock;
    private readonly Task _listening;

    /// <param name="http">Reaches the server.</param>
    /// <param name="session">The session whose stream it is.</param>
    /// <param name="incoming">Where its messages go.</param>
    /// <param name="longest">Longest message.</param>
    /// <param name="clock">The clock.</param>
    public HttpOwnStream(HttpClient http, HttpSession session, ChannelWriter<MessageLine> incoming, int longest, TimeProvider clock)
    {
        (_http, _session, _incoming, _longest, _clock) = (http, session, incoming, longest, clock);
        _listening = Task.Run(() => ListenAsync(_ending.Token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _listening;
        _ending.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        string? last = null;
        try
        {
            while (true)
            {
                using var request = _session.Request(HttpMethod.Get, null, new HttpHeaderNames());
                if (last is not null)
                {
                    request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
                }

                try
                {
                    using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                    {
                        return;
                    }

                    var events = new HttpEvents(await response.Content.ReadAsStreamAsync(cancellationToken), _longest) { LastId = last };
                    while (await events.ReadAsync(cancellationToken) is { } line)
                    {
                        await _incoming.WriteAsync(line, cancellationToken);
                    }

                    last = events.LastId;
                }
                catch (Exception problem) when (problem is HttpRequestException or IOException)
                {
                    // Tried again below, for as long as the session lasts.
                }

                await Task.Delay(Rest, _clock, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
        {
            return;
        }
    }
}
