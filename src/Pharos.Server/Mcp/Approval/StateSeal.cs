using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pharos.Rego.Values;

namespace Pharos.Server.Mcp.Approval;

/// <summary>
/// State that a client keeps for this server between two calls. It is signed and bound to whom it was given, to the tool, to the very arguments and to a time: what is changed, used
/// by another, with other arguments or too late, is refused.
/// </summary>
/// <param name="key">The key; another one for each data folder.</param>
/// <param name="clock">The clock.</param>
internal sealed class StateSeal(byte[] key, TimeProvider clock)
{
    /// <summary>What the key is derived by.</summary>
    public static readonly byte[] Label = "pharos: state that passes through clients"u8.ToArray();

    private const int MaximumCharacters = 4096;

    /// <summary>Signs.</summary>
    /// <param name="subject">Who gets it.</param>
    /// <param name="tool">What it is for.</param>
    /// <param name="arguments">The arguments it goes with.</param>
    /// <param name="about">What it says.</param>
    /// <param name="lifetime">How long it holds.</param>
    public string Close(string subject, string tool, RegoObject arguments, Guid about, TimeSpan lifetime)
    {
        var state = new SealedState(subject, tool, Digest(arguments), about, (clock.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.SealedState));
        return $"{body}.{Base64Url.EncodeToString(Sign(body))}";
    }

    /// <summary>Opens; null for everything that was not given to this subject for this call, or has run out.</summary>
    public Guid? Open(string text, string subject, string tool, RegoObject arguments)
    {
        if (text.Length > MaximumCharacters || text.Split('.') is not [var body, var signature])
        {
            return null;
        }

        try
        {
            return CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(signature), Sign(body))
                && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(body), StateJson.Default.SealedState) is { } state
                && state.Subject == subject && state.Tool == tool && state.Arguments == Digest(arguments)
                && state.Until >= clock.GetUtcNow().ToUnixTimeSeconds()
                    ? state.About
                    : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Digest(RegoObject arguments) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arguments.ToJson())));

    private byte[] Sign(string body) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body));
}

/// <summary>What is signed.</summary>
internal sealed record SealedState(string Subject, string Tool, string Arguments, Guid About, long Until);

/// <summary>The form of what is signed.</summary>
[JsonSerializable(typeof(SealedState))]
internal sealed partial class StateJson : JsonSerializerContext;
