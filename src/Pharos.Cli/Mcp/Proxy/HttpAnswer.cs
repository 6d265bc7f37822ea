namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Finds the answer to a request in what a server sent over HTTP.</summary>
internal static class HttpAnswer
{
    /// <summary>The answer among the messages of a body or event; null where there is none.</summary>
    public static JsonRpcMessage? Find(JsonRpcMessage asked, byte[] bytes) =>
        JsonRpcMessage.Read(bytes) is JsonRpcReading.Messages read ? read.All.FirstOrDefault(answer => answer.IsResponse && answer.Id == asked.Id) : null;

    /// <summary>The answer in a response, whichever form it has; null where there is none. What else is said there is not taken.</summary>
    public static async Task<JsonRpcMessage?> FindAsync(HttpResponseMessage response, JsonRpcMessage asked, int longest, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "application/json":
                return await ReadWholeAsync(body, longest, cancellationToken) is { } bytes ? Find(asked, bytes) : null;
            case "text/event-stream":
                var events = new HttpEvents(body, longest);
                while (await events.ReadAsync(cancellationToken) is { } line)
                {
                    if (line.Bytes is { } message && Find(asked, message) is { } answer)
                    {
                        return answer;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>A whole body; null when it is too long.</summary>
    public static async Task<byte[]?> ReadWholeAsync(Stream body, int longest, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = 1; read > 0 && whole.Length <= longest;)
        {
            read = await body.ReadAsync(buffer, cancellationToken);
            whole.Write(buffer, 0, read);
        }

        return whole.Length > longest ? null : whole.ToArray();
    }
}
