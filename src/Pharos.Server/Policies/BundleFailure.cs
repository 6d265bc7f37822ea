using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Answers that policies are refused, with everything that is wrong: problem details with the further member <c>problems</c>.</summary>
internal static class BundleFailure
{
    private const int MaximumShown = 100;

    public static Task FailAsync(HttpContext context, Problem problem, IReadOnlyList<BundleProblem> problems)
    {
        context.Items[typeof(Problem)] = problem;
        context.Response.StatusCode = problem.Status;
        return JsonBody.WriteAsync(context, writer => Write(writer, problem, problems), "application/problem+json");
    }

    private static void Write(Utf8JsonWriter writer, Problem problem, IReadOnlyList<BundleProblem> problems)
    {
        writer.WriteStartObject();
        writer.WriteString("type", $"urn:pharos:problem:{problem.Code}");
        writer.WriteString("title", "Policies refused");
        writer.WriteNumber("status", problem.Status);
        writer.WriteString("detail", problem.Message);
        writer.WriteString("code", problem.Code);
        writer.WriteStartArray("problems");
        foreach (var item in problems.Take(MaximumShown))
        {
            JsonSerializer.Serialize(writer, BundleProblemContract.Of(item), ServerJson.Default.BundleProblemContract);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
