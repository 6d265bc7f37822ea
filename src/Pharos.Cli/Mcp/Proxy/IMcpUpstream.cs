namespace Pharos.Cli.Mcp.Proxy;

/// <summary>The server behind the proxy, however it is reached.</summary>
internal interface IMcpUpstream : IAsyncDisposable
{
    /// <summary>Told when the server began a session anew, and asked before a request is sent to it a second time; null repeats everything.</summary>
    IUpstreamGuard? Guard { get; set; }

    /// <summary>Sends one message.</summary>
    /// <exception cref="IOException">The server cannot be reached; it stays so where <see cref="RunAsync"/> has ended.</exception>
    ValueTask SendAsync(JsonRpcMessage message, CancellationToken cancellationToken);

    /// <summary>Hands over every line that the server sends, one after another, until it has ended.</summary>
    /// <param name="receive">Takes a line; the next is read when it is done.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    /// <returns>The exit code to end with.</returns>
    Task<int> RunAsync(Func<MessageLine, ValueTask> receive, CancellationToken cancellationToken);

    /// <summary>Says that the client will send nothing more.</summary>
    ValueTask CloseAsync();

    /// <summary>What is shown of a tool's call beside its message, for transports that send parts of it as headers.</summary>
    void Learn(string tool, System.Text.Json.JsonElement inputSchema);
}
