using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Failures below /v1 as clients of Open Policy Agent expect them: <c>{"code","message","errors"}</c>. Our own stable code stands in the errors.</summary>
internal sealed class OpaFailure : IFailureShape
{
    public static OpaFailure Instance { get; } = new();

    public Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        return JsonBody.WriteAsync(context, writer =>
        {
            Begin(writer, CodeOf(problem.Status), problem.Message);
            writer.WriteStartObject();
            writer.WriteString("code", problem.Code);
            writer.WriteString("message", problem.Message);
            writer.WriteEndObject();
            End(writer);
        });
    }

    /// <summary>Answers that modules do not compile, with every place.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return JsonBody.WriteAsync(context, writer =>
        {
            Begin(writer, "invalid_parameter", "error(s) occurred while compiling module(s)");
            foreach (var diagnostic in diagnostics)
            {
                writer.WriteStartObject();
                writer.WriteString("code", diagnostic.Code);
                writer.WriteString("message", diagnostic.Message);
                writer.WriteStartObject("location");
                writer.WriteString("file", diagnostic.File);
                writer.WriteNumber("row", diagnostic.Row);
                writer.WriteNumber("col", diagnostic.Column);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            End(writer);
        });
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "unauthorized",
        StatusCodes.Status404NotFound => "resource_not_found",
        >= 500 => "internal_error",
        _ => "invalid_parameter",
    };

    private static void Begin(Utf8JsonWriter writer, string code, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteStartArray("errors");
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
