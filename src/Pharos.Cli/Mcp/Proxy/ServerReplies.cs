namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Answers the server's own requests in the client's place. What stands against something is told to people, and not to the server, which would only learn how to say it otherwise.</summary>
/// <param name="upstream">The server.</param>
/// <param name="notes">Where a person may read what went wrong.</param>
internal sealed class ServerReplies(IMcpUpstream upstream, ProxyNotes notes)
{
    // What the specification's own example answers when a user rejects a request of the server.
    private const int Rejected = -1;

    private const int LongestMethod = 128;

    /// <summary>The server's request did not reach the client.</summary>
    public ValueTask NotAskedAsync(System.Text.Json.JsonElement id, CancellationToken cancellationToken) =>
        SendAsync(Replies.Error(id, Rejected, "This request was not passed on to the client."), cancellationToken);

    /// <summary>The client's answer does not reach the server.</summary>
    public ValueTask WithholdAsync(ServerRequest request, string why, CancellationToken cancellationToken)
    {
        notes.Add($"What the client answered to {Name(request.Method)} does not go on: {why}");
        return SendAsync(Replies.Error(request.Id, Rejected, "The client's answer was not passed on."), cancellationToken);
    }

    /// <summary>The request was open for too long while others came.</summary>
    public ValueTask CrowdedOutAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        notes.Add($"The client left {ServerRequests.Maximum} requests of the server unanswered; the oldest ({Name(request.Method)}) is answered in its place.");
        return SendAsync(Replies.Error(request.Id, Rejected, "The client did not answer."), cancellationToken);
    }

    /// <summary>Lets the server have an answer; false when it cannot be reached.</summary>
    public async ValueTask<bool> TrySendAsync(JsonRpcMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await upstream.SendAsync(answer, cancellationToken);
            return true;
        }
        catch (IOException problem)
        {
            notes.Add($"The server did not hear an answer to what it asked: {problem.Message}");
            return false;
        }
    }

    /// <summary>A method's name, as long as a person reads it.</summary>
    public static string Name(string? method) => method is null ? "error" : method[..Math.Min(method.Length, LongestMethod)];

    private async ValueTask SendAsync(byte[] answer, CancellationToken cancellationToken) => await TrySendAsync(((JsonRpcReading.Messages)JsonRpcMessage.Read(answer)).All[0], cancellationToken);
}
