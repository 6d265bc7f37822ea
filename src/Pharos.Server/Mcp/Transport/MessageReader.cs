using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Pharos.Server.Mcp.Transport;

/// <summary>Reads one message of JSON-RPC from a body.</summary>
internal static class MessageReader
{
    // Deeper than any proposal may be; the parser's own limit comes first for what is nested without end.
    private const int MaximumDepth = 64;

    public static (JsonRpcMessage? Message, RpcFailure? Failure) Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return Refuse(McpErrorCode.ParseError, "The body is not valid UTF-8.");
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                return Refuse(McpErrorCode.ParseError, "More than one JSON value stands in the body.");
            }

            return document.RootElement.ValueKind != JsonValueKind.Object
                ? Refuse(McpErrorCode.InvalidRequest, "A body holds one message; batches are not part of the protocol any more.")
                : Read(document.RootElement);
        }
        catch (JsonException problem)
        {
            return Refuse(McpErrorCode.ParseError, $"The body is not JSON: {problem.Message}");
        }
    }

    private static (JsonRpcMessage?, RpcFailure?) Read(JsonElement element)
    {
        if (!element.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"))
        {
            return Refuse(McpErrorCode.InvalidRequest, "\"jsonrpc\" must be \"2.0\".");
        }

        if (element.TryGetProperty("params", out var parameters) && parameters.ValueKind != JsonValueKind.Object)
        {
            return Refuse(McpErrorCode.InvalidRequest, "\"params\" must be an object.");
        }

        try
        {
            return element.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage))) is JsonRpcMessage message
                ? (message, null)
                : Refuse(McpErrorCode.InvalidRequest, "The body is not a message of JSON-RPC.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The package's reader answers some malformed messages with exceptions of other kinds, which fuzzing finds.
            return Refuse(McpErrorCode.InvalidRequest, "The body is not a message of JSON-RPC: a request has \"id\" and \"method\", a notification \"method\", an answer \"id\" and \"result\" or \"error\".");
        }
    }

    private static (JsonRpcMessage?, RpcFailure?) Refuse(McpErrorCode code, string message) => (null, RpcFailure.Of(StatusCodes.Status400BadRequest, code, message));
}
