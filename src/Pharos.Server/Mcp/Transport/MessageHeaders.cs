using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Pharos.Server.Mcp.Transport;

/// <summary>
/// What stands in the headers of a message. From 2026-07-28 on they repeat parts of the body, so that proxies can route by them; a server that believed only one of the two could be
/// made to see another call than the proxy let through.
/// </summary>
internal static class MessageHeaders
{
    /// <summary>Names the version.</summary>
    public const string Version = "MCP-Protocol-Version";

    /// <summary>Names the session, before 2026-07-28.</summary>
    public const string Session = "Mcp-Session-Id";

    /// <summary>Repeats the method.</summary>
    public const string Method = "Mcp-Method";

    /// <summary>Repeats the tool, the prompt or the resource.</summary>
    public const string Name = "Mcp-Name";

    /// <summary>The first version without sessions.</summary>
    public const string Sessionless = "2026-07-28";

    private static readonly string[] Known = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Sessionless];

    private static readonly string[] Removed = ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"];

    /// <summary>Whether a request is of a version without sessions.</summary>
    public static bool IsSessionless(HttpRequest request) => request.Headers[Version] == Sessionless;

    /// <summary>Says what is wrong with the version, or null.</summary>
    public static RpcFailure? CheckVersion(HttpRequest request) =>
        request.Headers[Version].ToString() is { Length: > 0 } version && !Known.Contains(version, StringComparer.Ordinal)
            ? RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.UnsupportedProtocolVersion, $"{Version} names a version that is not spoken here; there are {string.Join(", ", Known)}.") with
            {
                Data = new JsonObject { ["supported"] = new JsonArray([.. Known.Select(known => (JsonNode)known)]), ["requested"] = version.Length <= 64 ? version : "" },
            }
            : null;

    /// <summary>Says what is wrong between the headers and a message, or null.</summary>
    public static RpcFailure? Check(HttpRequest request, JsonRpcMessage message)
    {
        if (CheckVersion(request) is { } unknown)
        {
            return unknown;
        }

        var (method, parameters) = message switch
        {
            JsonRpcRequest asked => (asked.Method, asked.Params as JsonObject),
            JsonRpcNotification told => (told.Method, told.Params as JsonObject),
            _ => (null, null),
        };
        var inBody = TextOf(parameters?["_meta"] as JsonObject, MetaKeys.ProtocolVersion);
        return IsSessionless(request)
            ? method is null ? RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidRequest, $"From {Sessionless} on, answers are part of the next request; send no message of their own.")
                : CheckSessionless(request, message, method, parameters, inBody)
            : inBody == Sessionless ? Mismatch($"{Version} is missing; the body says {Sessionless}.")
            : null;
    }

    private static RpcFailure? CheckSessionless(HttpRequest request, JsonRpcMessage message, string method, JsonObject? parameters, string? inBody)
    {
        if (message is JsonRpcRequest && inBody is null)
        {
            return RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidParams, $"\"_meta\" needs {MetaKeys.ProtocolVersion}.");
        }

        if (inBody is not null && inBody != Sessionless)
        {
            return Mismatch($"{Version} says {Sessionless} and the body another version.");
        }

        if (message is JsonRpcRequest && (parameters?["_meta"] as JsonObject)?[MetaKeys.ClientCapabilities] is not JsonObject)
        {
            return RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.InvalidParams, $"\"_meta\" needs {MetaKeys.ClientCapabilities}: an object.");
        }

        if (request.Headers[Method].ToString().Trim() != method)
        {
            return Mismatch($"{Method} must repeat the body's method.");
        }

        if (Removed.Contains(method, StringComparer.Ordinal))
        {
            return RpcFailure.Of(StatusCodes.Status404NotFound, McpErrorCode.MethodNotFound, $"{method} is not part of {Sessionless}.");
        }

        var named = method switch { "tools/call" or "prompts/get" => TextOf(parameters, "name"), "resources/read" => TextOf(parameters, "uri"), _ => null };
        return method is "tools/call" or "prompts/get" or "resources/read" && (named is null || Decoded(request.Headers[Name].ToString().Trim()) != named)
            ? Mismatch($"{Name} must repeat the body's {(method == "resources/read" ? "uri" : "name")}.")
            : null;
    }

    private static string? Decoded(string header) => header.Any(letter => letter is < ' ' or > '~') ? null : McpHeaderEncoder.DecodeValue(header);

    private static string? TextOf(JsonObject? of, string name) => of?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static RpcFailure Mismatch(string message) => RpcFailure.Of(StatusCodes.Status400BadRequest, McpErrorCode.HeaderMismatch, message);
}
