using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Failures as clients of Open Policy Agent expect them: <c>{"code","message","errors"}</c>. Our own stable code stands in the errors.</summary>
internal sealed class OpaFailure : IFailureShape
{
    private const string Compiling = "error(s) occurred while compiling module(s)";
    private const string Evaluating = "error(s) occurred while evaluating query";

    public static OpaFailure Instance { get; } = new();

    /// <summary>Has whatever fails below the paths of Open Policy Agent said in its shape, also where there is no endpoint.</summary>
    public static void Claim(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/v0", StringComparison.Ordinal))
        {
            context.Features.Set<IFailureShape>(Instance);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, Problem problem) => WriteAsync(context, problem.Status, CodeOf(problem), problem.Message, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", problem.Code);
        writer.WriteString("message", problem.Message);
        writer.WriteEndObject();
    });

    /// <summary>Answers that modules do not compile, with every place.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyList<RegoDiagnostic> diagnostics, string code = "invalid_parameter") =>
        WriteAsync(context, StatusCodes.Status400BadRequest, code, Compiling, writer => Write(writer, diagnostics));

    /// <summary>Answers that a query does not parse or compile, with every place.</summary>
    public static Task WriteQueryAsync(HttpContext context, IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        var step = diagnostics.Any(diagnostic => diagnostic.Code == "rego_parse_error") ? "parsing" : "compiling";
        return WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_parameter", $"error(s) occurred while {step} query", writer => Write(writer, [.. diagnostics.Select(diagnostic => diagnostic with { File = "" })]));
    }

    /// <summary>Answers that an evaluation ended with an error.</summary>
    public static Task WriteEvaluationAsync(HttpContext context, EvaluationOutcome.Failed failed) => WriteEvaluationAsync(context, failed.Code, failed.Message, failed.Location);

    /// <summary>Answers that an evaluation ended with an error.</summary>
    public static Task WriteEvaluationAsync(HttpContext context, string code, string message, RegoLocation? location = null) =>
        WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error", Evaluating, writer => WriteError(writer, code, message, location));

    /// <summary>Answers that annotations of modules make no sense, with every place.</summary>
    public static Task WriteAnnotationsAsync(HttpContext context, IReadOnlyList<RegoDiagnostic> diagnostics) =>
        WriteAsync(context, StatusCodes.Status400BadRequest, "evaluation_error", Evaluating, writer => Write(writer, diagnostics));

    private static string CodeOf(Problem problem) => (problem.Code, problem.Status) switch
    {
        ("data.conflict", _) => "resource_conflict",
        ("data.undefined", _) => "undefined_document",
        (_, StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden) => "unauthorized",
        (_, StatusCodes.Status404NotFound) => "resource_not_found",
        (_, StatusCodes.Status405MethodNotAllowed) => "invalid_operation",
        (_, >= 500) => "internal_error",
        _ => "invalid_parameter",
    };

    private static Task WriteAsync(HttpContext context, int status, string code, string message, Action<Utf8JsonWriter> writeErrors) =>
        OpaAnswer.WriteObjectAsync(
            context,
            writer =>
            {
                writer.WriteString("code", code);
                writer.WriteString("message", message);
                writer.WriteStartArray("errors");
                writeErrors(writer);
                writer.WriteEndArray();
            },
            status);

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<RegoDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            WriteError(writer, diagnostic.Code, diagnostic.Message, new RegoLocation(diagnostic.File, diagnostic.Row, diagnostic.Column));
        }
    }

    private static void WriteError(Utf8JsonWriter writer, string code, string message, RegoLocation? location)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        if (location is { } at)
        {
            writer.WriteStartObject("location");
            writer.WriteString("file", at.File);
            writer.WriteNumber("row", at.Row);
            writer.WriteNumber("col", at.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
