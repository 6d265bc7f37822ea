using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pharos.Cli.Mcp.Carrier;

/// <summary>A message of the agent: as it came, and what has to be known of it to carry it.</summary>
/// <param name="Bytes">As it came.</param>
/// <param name="Id">The id as JSON; null for a notification.</param>
/// <param name="Method">The method; null for an answer.</param>
/// <param name="Name">The tool, prompt or resource it names; null for none.</param>
/// <param name="Version">The version of the protocol it names by itself; null before 2026-07-28.</param>
/// <param name="Cancelled">The id, as JSON, of the request that it cancels; null when it cancels none.</param>
internal sealed record CarriedMessage(byte[] Bytes, string? Id, string? Method, string? Name, string? Version, string? Cancelled)
{
    private const string VersionKey = "io.modelcontextprotocol/protocolVersion";

    /// <summary>Whether somebody waits for an answer to it.</summary>
    public bool IsRequest => Id is not null && Method is not null;

    /// <summary>Whether it opens a session.</summary>
    public bool IsInitialize => IsRequest && Method == "initialize";

    /// <summary>Whether it is of a version without sessions.</summary>
    public bool IsSessionless => Version is not null;

    /// <summary>Reads a line; null for one that is no object of JSON.</summary>
    public static CarriedMessage? Read(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var parameters = root.TryGetProperty("params", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            var method = Text(root, "method");
            return new CarriedMessage(
                line,
                root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number ? id.GetRawText() : null,
                method,
                Text(parameters, method == "resources/read" ? "uri" : "name"),
                parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("_meta", out var meta) && meta.ValueKind == JsonValueKind.Object ? Text(meta, VersionKey) : null,
                method == "notifications/cancelled" && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("requestId", out var cancelled) ? cancelled.GetRawText() : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether something that came back is the answer to this request.</summary>
    public bool IsAnsweredBy(byte[] bytes)
    {
        if (!IsRequest)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("id", out var id) && id.GetRawText() == Id && !root.TryGetProperty("method", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An error in answer to a request, or to nothing that can be named.</summary>
    public static byte[] Error(string? id, int code, string message, string? stable = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WritePropertyName("id");
            writer.WriteRawValue(id ?? "null");
            writer.WriteStartObject("error");
            writer.WriteNumber("code", code);
            writer.WriteString("message", message);
            if (stable is not null)
            {
                writer.WriteStartObject("data");
                writer.WriteString("code", stable);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A text as a header may hold it: what is not plain is written in base64, as the protocol says.</summary>
    public static string HeaderOf(string text) =>
        text.All(letter => letter is >= ' ' and <= '~') && text.Trim() == text && !text.StartsWith("=?base64?", StringComparison.Ordinal)
            ? text
            : $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
