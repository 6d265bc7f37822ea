using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>A request of the server to the client that has no answer yet. Of what it asks no more is kept than a person needs who looks at the answer.</summary>
internal sealed class ServerRequest : IDisposable
{
    private const int LongestWhole = 8 * 1024;

    private const int LongestBeginning = 2_000;

    private readonly CancellationTokenSource _givenUp = new();
    private int _taken;

    /// <param name="message">The request.</param>
    public ServerRequest(JsonRpcMessage message)
    {
        (Key, Id, Method, Asked, GivenUp) = (message.Id!, JsonRpcMessage.Member(message.Body, "id").Clone(), message.Method!, AskedOf(message.Params), _givenUp.Token);
    }

    /// <summary>What its id is recognised by.</summary>
    public string Key { get; }

    /// <summary>Its id as it came.</summary>
    public JsonElement Id { get; }

    /// <summary>What is asked.</summary>
    public string Method { get; }

    /// <summary>What was asked as JSON, or the beginning and the hash of what is long; null for nothing.</summary>
    public string? Asked { get; }

    /// <summary>True as soon as the client may have it. Nobody answers what they were not asked.</summary>
    public bool IsWithClient { get; private set; }

    /// <summary>The server does not want the answer any more.</summary>
    public CancellationToken GivenUp { get; }

    /// <summary>The client may have it from now on.</summary>
    public void Pass() => IsWithClient = true;

    /// <summary>True for the first answer.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>The server gives it up.</summary>
    public async ValueTask GiveUpAsync()
    {
        try
        {
            await _givenUp.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in this moment.
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _givenUp.Dispose();

    private static string? AskedOf(JsonElement parameters)
    {
        if (parameters.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var raw = parameters.GetRawText();
        if (raw.Length <= LongestWhole)
        {
            return raw;
        }

        var bytes = Encoding.UTF8.GetBytes(raw);
        var length = char.IsHighSurrogate(raw[LongestBeginning - 1]) ? LongestBeginning - 1 : LongestBeginning;
        return Invocation.CommandCall.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteString("begins", raw.AsSpan(0, length));
            json.WriteNumber("bytes", bytes.Length);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(bytes)));
            json.WriteEndObject();
        });
    }
}
