using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The server's tools as the proxy knows them. Lists are judged one after another, whether the client asked for them or the proxy did.</summary>
/// <param name="upstream">The server.</param>
/// <param name="own">Asks it.</param>
/// <param name="tools">What the gate said of its tools.</param>
/// <param name="notes">What went wrong.</param>
internal sealed class ServerTools(IMcpUpstream upstream, OwnRequests own, ToolListings tools, ProxyNotes notes) : IDisposable
{
    private const int MostPages = 100;

    // JSON-RPC 2.0: the method does not exist.
    private const int MethodNotFound = -32601;

    private readonly SemaphoreSlim _listing = new(1, 1);
    private volatile bool _hasNoList;

    /// <summary>The server knows no <c>tools/list</c>, so no call of it rests on a definition.</summary>
    public bool HasNoList
    {
        get => _hasNoList;
        private set => _hasNoList = value;
    }

    /// <summary>Sees to it that a call's tool has a judged definition: a client that calls without having listed makes the proxy look first.</summary>
    public async Task EnsureListedAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        if (HasNoList || (tools.IsComplete && tools.Find(request.Tool!) is not null))
        {
            return;
        }

        await _listing.WaitAsync(cancellationToken);
        try
        {
            string? cursor = null;
            for (var page = 0; page < MostPages && (page == 0 || cursor is not null); page++)
            {
                if (page == 0 && tools.IsComplete && tools.Find(request.Tool!) is not null)
                {
                    return;
                }

                var answer = await own.AskAsync("tools/list", cursor, JsonRpcMessage.Member(request.Message.Params, "_meta"), cancellationToken);
                if (JsonRpcMessage.Member(answer.Error, "code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var number) && number == MethodNotFound)
                {
                    HasNoList = true;
                    return;
                }

                if (await tools.JudgeAsync(answer.Result, isFirst: page == 0, answer.ListChanges, cancellationToken) is null)
                {
                    return;
                }

                Learn(answer.Result);
                cursor = JsonRpcMessage.Text(answer.Result, "nextCursor");
            }
        }
        catch (Exception problem) when (problem is IOException or TimeoutException)
        {
            notes.Add($"The server's tools could not be listed: {problem.Message}");
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <summary>Judges a list that the client asked for, while no other one is judged.</summary>
    public async Task<ReadOnlyMemory<byte>> InTurnAsync(JsonRpcMessage list, Func<Task<ReadOnlyMemory<byte>>> judge, CancellationToken cancellationToken)
    {
        Learn(list.Result);
        await _listing.WaitAsync(cancellationToken);
        try
        {
            return await judge();
        }
        finally
        {
            _listing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listing.Dispose();

    private void Learn(JsonElement result)
    {
        if (JsonRpcMessage.Member(result, "tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (JsonRpcMessage.Text(tool, "name") is { } name)
                {
                    upstream.Learn(name, JsonRpcMessage.Member(tool, "inputSchema"));
                }
            }
        }
    }
}
