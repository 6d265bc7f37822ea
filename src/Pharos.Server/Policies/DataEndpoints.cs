using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Values;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Documents over HTTP, as Open Policy Agent offers them: an undefined document is an answer without a result.</summary>
internal sealed class DataEndpoints(PolicyLibrary library, TimeProvider clock)
{
    private readonly EvaluationOptions _options = new() { Clock = clock, Limits = new EvaluationLimits { MaximumTime = TimeSpan.FromSeconds(2) } };

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/data", GetAsync, OpaFailure.Instance);
        routes.Map("GET", "/v1/data/{**path}", GetAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/data", PostAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/data/{**path}", PostAsync, OpaFailure.Instance);
    }

    private Task GetAsync(HttpContext context)
    {
        RegoValue? input = null;
        if (context.Request.Query.TryGetValue("input", out var text) && !RegoValue.TryParseJson(System.Text.Encoding.UTF8.GetBytes(text.ToString()), out input, out var error))
        {
            return context.FailAsync(new Problem("data.input", $"The input is not JSON: {error}"));
        }

        return AnswerAsync(context, input);
    }

    private async Task PostAsync(HttpContext context)
    {
        var (body, problem) = await RequestBody.ReadAsync(context, static body => Read(body));
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await AnswerAsync(context, body!.TryGet("input", out var input) ? input : null);
    }

    private Task AnswerAsync(HttpContext context, RegoValue? input)
    {
        var path = context.Request.RouteValues["path"] as string ?? "";
        if (!DataReference.IsGate(path) && Admission.Of(context).Caller.Role != Role.Admin)
        {
            return context.FailAsync(new Problem("role.forbidden", "Documents outside pharos/gate are for administrators.", StatusCodes.Status403Forbidden));
        }

        if (DataReference.Of(path) is not { } reference)
        {
            return context.FailAsync(new Problem("data.path", $"A path has at most {DataReference.MaximumParts} parts."));
        }

        return library.Active.Program.Prepare(reference).Evaluate(input, _options, context.RequestAborted) switch
        {
            EvaluationOutcome.Defined defined => WriteAsync(context, defined.Value),
            EvaluationOutcome.Undefined => WriteAsync(context, null),
            EvaluationOutcome.Failed failed => context.FailAsync(
                new Problem($"pharos.error.{failed.Code}", failed.Message, StatusCodes.Status500InternalServerError)),
            _ => throw new InvalidOperationException("An evaluation outcome without a case."),
        };
    }

    private static Task WriteAsync(HttpContext context, RegoValue? result) => JsonBody.WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        if (result is not null)
        {
            writer.WritePropertyName("result");
            result.WriteJson(writer);
        }

        writer.WriteEndObject();
    });

    private static (RegoObject? Body, Problem? Problem) Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return (RegoObject.Empty, null);
        }

        if (!Utf8.IsValid(body))
        {
            return (null, new Problem("data.encoding", "The body is not valid UTF-8."));
        }

        return !RegoValue.TryParseJson(body, out var value, out var error) ? (null, new Problem("data.malformed", $"The body is not JSON: {error}"))
            : value is RegoObject document ? (document, null)
            : (null, new Problem("data.malformed", "The body must be an object such as {\"input\": …}."));
    }
}
