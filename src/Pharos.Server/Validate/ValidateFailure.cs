using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Validate;

/// <summary>
/// A failure as a refusal in both of Lighthouse's shapes at once: its hook looks at the body and never at the HTTP status, and which shape the caller speaks may
/// not be known yet.
/// </summary>
internal sealed class ValidateFailure : IFailureShape
{
    public static ValidateFailure Instance { get; } = new();

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        var reason = $"Pharos could not decide, so the answer is no ({problem.Code}): {SecretMask.Mask(problem.Message)}";
        return JsonBody.WriteAsync(context, writer => Write(writer, problem, reason));
    }

    private static void Write(Utf8JsonWriter writer, Problem problem, string reason)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("approved", false);
        writer.WriteString("reasoning", reason);
        writer.WriteNumber("confidence", 1);
        writer.WriteNumber("processing_time_ms", 0);
        writer.WriteStartObject("metadata");
        writer.WriteString("code", problem.Code);
        writer.WriteEndObject();
        writer.WriteString("status", "blocked");
        writer.WriteString("reason", reason);
        writer.WriteNull("id");
        writer.WriteString("code", problem.Code);
        writer.WriteEndObject();
    }
}
