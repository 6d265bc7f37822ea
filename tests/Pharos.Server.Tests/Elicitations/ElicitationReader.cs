using System.Net.Http.Headers;
using System.Text.Json;

namespace Pharos.Server.Tests.Elicitations;

/// <summary>Reads a stream of questions.</summary>
internal sealed class ElicitationReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private ElicitationReader(HttpResponseMessage response, Stream body) => (_response, _reader) = (response, new StreamReader(body));

    public static async Task<ElicitationReader> OpenAsync(TestServer server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/elicitations/stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new ElicitationReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next message: its kind and what it says.</summary>
    public async Task<(string Kind, JsonElement Data)> NextAsync()
    {
        var kind = "";
        while (await _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (kind, JsonElement.Parse(line["data: ".Length..]));
            }
        }

        throw new EndOfStreamException("The stream ended before the next message.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
