using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Hooks;

/// <summary>The bodies that agents read. The order of their members never changes: the hook's client refuses what does not begin as an answer does.</summary>
internal static class HookBody
{
    // Claude Code ignores output above 10,000 characters, and one character may become six when it is escaped.
    private const int MaximumReasonCharacters = 1500;

    private static readonly byte[] Nothing = "{}"u8.ToArray();

    /// <summary>An empty object.</summary>
    public static ReadOnlyMemory<byte> Empty => Nothing;

    /// <summary>An object of these members.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A decision and its reason, as the older events of several agents take them.</summary>
    public static ReadOnlyMemory<byte> Decision(string decision, string reason) => Of(writer =>
    {
        writer.WriteString("decision", decision);
        writer.WriteString("reason", Shorten(reason));
    });

    /// <summary>A reason as it may be shown: masked, and no longer than agents read.</summary>
    public static string Shorten(string reason)
    {
        var masked = SecretMask.Mask(reason);
        return masked.Length <= MaximumReasonCharacters ? masked : string.Concat(masked.AsSpan(0, MaximumReasonCharacters), "…");
    }

    /// <summary>Sends a body with HTTP 200, the only status that agents read. Its length is stated, so that a cut answer is told from a whole one.</summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
