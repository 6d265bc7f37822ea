using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A request of the client that has no answer yet.</summary>
internal sealed class OpenRequest : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private int _answered;

    /// <param name="message">The request.</param>
    public OpenRequest(JsonRpcMessage message) => (Message, Cancelled) = (message, _cancelled.Token);

    /// <summary>The request.</summary>
    public JsonRpcMessage Message { get; }

    /// <summary>Its id as it came.</summary>
    public JsonElement Id => JsonRpcMessage.Member(Message.Body, "id");

    /// <summary>The tool it calls; null for no call.</summary>
    public string? Tool { get; set; }

    /// <summary>The proposal that allowed it; null for none.</summary>
    public string? Proposal { get; set; }

    /// <summary>The arguments that were approved instead of those it came with; null for none.</summary>
    public JsonElement? Edited { get; set; }

    /// <summary>How often the server asked for something before; 0 for a call that begins.</summary>
    public int Round { get; set; }

    /// <summary>The proposal of the call that this one goes on with; null for a call that begins.</summary>
    public string? Continues { get; set; }

    /// <summary>True as soon as the server has it.</summary>
    public bool IsForwarded { get; set; }

    /// <summary>When the server got it, by the clock's time stamps.</summary>
    public long ForwardedAt { get; set; }

    /// <summary>True when the record says that it is under way.</summary>
    public bool IsToldUnderWay { get; set; }

    /// <summary>The client does not want the answer any more.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>True for the first who answers; a server that answers twice is heard once.</summary>
    public bool TryAnswer() => Interlocked.Exchange(ref _answered, 1) == 0;

    /// <summary>The client gives up.</summary>
    public async ValueTask CancelAsync()
    {
        try
        {
            await _cancelled.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in this moment.
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancelled.Dispose();
}
