using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Hooks;

/// <summary>
/// Every failure of a hook's request as the refusal its event understands, with HTTP 200: Claude Code goes ahead on any other status, so a missing token or a
/// crash would otherwise be consent.
/// </summary>
internal sealed class ClaudeCodeFailure : IFailureShape
{
    public static ClaudeCodeFailure Instance { get; } = new();

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var reason = $"Pharos could not decide, so the answer is no ({problem.Code}): {problem.Message}";
        return WriteAsync(context, ClaudeCodeAnswer.Refusal(context.Request.Query["event"].ToString(), reason));
    }

    /// <summary>Writes a hook's answer. Its length is stated, so that a cut answer is told from a whole one.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
