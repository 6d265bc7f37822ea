namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Hears from a server's transport that the server began a session anew: what was known of it may not hold any more.</summary>
internal interface IUpstreamGuard
{
    /// <summary>The server forgot the session, and another one was begun.</summary>
    ValueTask BeganAnewAsync();

    /// <summary>Whether a request that the server did not take may be sent to it again.</summary>
    ValueTask<bool> MayRepeatAsync(JsonRpcMessage message);
}
