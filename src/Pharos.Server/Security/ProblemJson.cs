using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Pharos.Proposals;

namespace Pharos.Server.Security;

/// <summary>RFC 9457 problem details with the stable code: how every endpoint without its own shape says that a request failed.</summary>
internal sealed class ProblemJson : IFailureShape
{
    public static ProblemJson Instance { get; } = new();

    public async Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(writer, problem, CorrelationFeature.Of(context));
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Writes a problem as one object; <paramref name="more"/> adds members of its own.</summary>
    public static void Write(Utf8JsonWriter writer, Problem problem, Guid? correlation, Action<Utf8JsonWriter>? more = null)
    {
        writer.WriteStartObject();
        writer.WriteString("type", string.Create(CultureInfo.InvariantCulture, $"urn:pharos:problem:{problem.Code}"));
        writer.WriteString("title", ReasonPhrases.GetReasonPhrase(problem.Status));
        writer.WriteNumber("status", problem.Status);
        writer.WriteString("detail", SecretMask.Mask(problem.Message));
        writer.WriteString("code", problem.Code);
        if (correlation is { } id)
        {
            writer.WriteString("correlation", id);
        }

        more?.Invoke(writer);

        writer.WriteEndObject();
    }
}
