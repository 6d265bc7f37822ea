using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Pharos.Server.Mcp.Transport;

/// <summary>A message that was refused before the protocol's own machine saw it, as an error of JSON-RPC with the HTTP status that the protocol gives it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code of JSON-RPC.</param>
/// <param name="Message">What was wrong and what to do.</param>
internal sealed record RpcFailure(int Status, int Code, string Message)
{
    /// <summary>The code that clients know as "the session has ended; begin another".</summary>
    public const int SessionUnknown = -32001;

    /// <summary>A code of this server's own: it has no room.</summary>
    public const int NoRoom = -32000;

    /// <summary>What the code demands beside the message; null for nothing.</summary>
    public object? Data { get; init; }

    /// <summary>A refusal with one of the protocol's codes.</summary>
    public static RpcFailure Of(int status, McpErrorCode code, string message) => new(status, (int)code, message);

    /// <summary>Answers with it.</summary>
    public async Task WriteAsync(HttpContext context, JsonRpcMessage? message)
    {
        var error = new JsonRpcError
        {
            Id = message is JsonRpcRequest request ? request.Id : default,
            Error = new JsonRpcErrorDetail { Code = Code, Message = Message, Data = Data },
        };
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(error, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError))), context.RequestAborted);
    }
}
