namespace Pharos.Server;

/// <summary>
/// The server cannot start: <c>config.invalid</c>, <c>data.unusable</c>, <c>data.in-use</c>, <c>store.newer</c>, <c>store.readonly</c>, <c>key.invalid</c>,
/// <c>policy.invalid</c>, <c>policy.unreadable</c>, <c>socket.path</c>, <c>port.in-use</c>. The message is for the person who started it.
/// </summary>
public sealed class ServerStartException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
