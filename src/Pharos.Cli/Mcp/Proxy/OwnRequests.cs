using System.Collections.Concurrent;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>What the proxy asks the server by itself. Its ids have a prefix of their own, and the client never sees the answers.</summary>
/// <param name="upstream">The server.</param>
/// <param name="clock">The clock.</param>
internal sealed class OwnRequests(IMcpUpstream upstream, TimeProvider clock)
{
    /// <summary>How the ids begin; no request of the client's may have such a one, or its answer would be lost.</summary>
    public const string Prefix = "pharos-";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonRpcMessage>> _waiting = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="method">What.</param>
    /// <param name="cursor">The page; null for the first.</param>
    /// <param name="meta">The <c>_meta</c> of the request that this is asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The server has gone.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<JsonRpcMessage> AskAsync(string method, string? cursor, JsonElement meta, CancellationToken cancellationToken)
    {
        var id = $"{Prefix}{Interlocked.Increment(ref _number)}";
        var answer = new TaskCompletionSource<JsonRpcMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting["s" + id] = answer;
        try
        {
            var bytes = Replies.Request(id, method, json =>
            {
                if (cursor is not null)
                {
                    json.WriteString("cursor", cursor);
                }

                if (meta.ValueKind == JsonValueKind.Object)
                {
                    json.WriteStartObject("_meta");
                    foreach (var member in meta.EnumerateObject().Where(member => member.Name != "progressToken"))
                    {
                        member.WriteTo(json);
                    }

                    json.WriteEndObject();
                }
            });
            await upstream.SendAsync(((JsonRpcReading.Messages)JsonRpcMessage.Read(bytes)).All[0], cancellationToken);
            return await answer.Task.WaitAsync(Patience, clock, cancellationToken);
        }
        finally
        {
            _waiting.TryRemove("s" + id, out _);
        }
    }

    /// <summary>Takes a message of the server if it answers one of these.</summary>
    public bool TryTake(JsonRpcMessage message)
    {
        if (message.Id is null || !_waiting.TryGetValue(message.Id, out var answer))
        {
            return false;
        }

        answer.TrySetResult(message);
        return true;
    }

    /// <summary>Lets everybody who waits know that the server has gone.</summary>
    public void Fail(string why)
    {
        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(new IOException(why));
        }
    }
}
