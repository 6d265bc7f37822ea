using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pharos.Cli.Mcp.Proxy;

/// <summary>Bytes in a message, as base64. A client shows those that are text as text, so that is what is looked into.</summary>
/// <param name="Text">The text that the bytes are; null when they are none.</param>
internal sealed record EncodedBytes(string? Text)
{
    /// <summary>Reads a member that ought to hold bytes; null when it holds something else, which is then a text like any other.</summary>
    public static EncodedBytes? Of(JsonElement member)
    {
        // Words with blanks between them would pass for base64 too.
        if (member.GetRawText().Any(char.IsWhiteSpace) || !member.TryGetBytesFromBase64(out var bytes))
        {
            return null;
        }

        return new EncodedBytes(Utf8.IsValid(bytes) && !bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)8) ? Encoding.UTF8.GetString(bytes) : null);
    }
}
