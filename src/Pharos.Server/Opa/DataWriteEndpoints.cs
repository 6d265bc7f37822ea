using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Server.Policies;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Writing data, as Open Policy Agent offers it. A write is durable and an event before it is answered, and either happens whole or not at all.</summary>
internal sealed class DataWriteEndpoints(PolicyStore store, OpaBody bodies, TimeProvider clock)
{
    /// <summary>Most operations of one patch.</summary>
    public const int MaximumOperations = 10_000;

    private const string Prefix = "/v1/data";

    public void Map(RouteMap routes)
    {
        routes.Map("PUT", "/v1/data", PutAsync, OpaFailure.Instance);
        routes.Map("PUT", "/v1/data/{**path}", PutAsync, OpaFailure.Instance);
        routes.Map("PATCH", "/v1/data", PatchAsync, OpaFailure.Instance);
        routes.Map("PATCH", "/v1/data/{**path}", PatchAsync, OpaFailure.Instance);
        routes.Map("DELETE", "/v1/data/{**path}", DeleteAsync, OpaFailure.Instance);
    }

    private async Task PutAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, Prefix);
        var metrics = new OpaMetrics(clock);
        var (value, malformed) = await bodies.ReadAsync(context);
        if ((problem ?? malformed ?? (value is null ? new Problem("data.malformed", "body contains malformed input document: it is empty") : null)) is { } refusal)
        {
            await context.FailAsync(refusal);
            return;
        }

        await ApplyAsync(context, [new DataEdit(DataEditKind.Put, path!.Segments, value)], context.Request.Headers.IfNoneMatch is ["*"], metrics);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, Prefix);
        return path is null ? context.FailAsync(problem!) : ApplyAsync(context, [new DataEdit(DataEditKind.Remove, path.Segments, null)], onlyIfAbsent: false, new OpaMetrics(clock));
    }

    private async Task PatchAsync(HttpContext context)
    {
        var (path, problem) = OpaPath.Read(context, Prefix);
        var metrics = new OpaMetrics(clock);
        var (value, malformed) = await bodies.ReadAsync(context);
        if ((problem ?? malformed) is { } refusal)
        {
            await context.FailAsync(refusal);
            return;
        }

        var (edits, wrong) = ReadPatch(value, path!.Segments);
        await (edits is null ? context.FailAsync(wrong!) : ApplyAsync(context, edits, onlyIfAbsent: false, metrics));
    }

    private async Task ApplyAsync(HttpContext context, IReadOnlyList<DataEdit> edits, bool onlyIfAbsent, OpaMetrics metrics)
    {
        var outcome = edits.Count == 0 ? new DataWriteOutcome.Written() : await store.WriteDataAsync(edits, onlyIfAbsent, Admission.Of(context).Actor, context.RequestAborted);
        switch (outcome)
        {
            case DataWriteOutcome.Exists:
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            case DataWriteOutcome.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
            case DataWriteOutcome.Written when OpaParameters.IsOn(context.Request.Query, "metrics"):
                await OpaAnswer.WriteObjectAsync(context, metrics.Write);
                return;
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
        }
    }

    private static (IReadOnlyList<DataEdit>? Edits, Problem? Problem) ReadPatch(RegoValue? body, IReadOnlyList<string> root)
    {
        if (body is not RegoArray operations || operations.Count > MaximumOperations)
        {
            return (null, new Problem("data.patch", $"A patch is an array of at most {MaximumOperations} operations such as {{\"op\": \"add\", \"path\": \"/a/b\", \"value\": 1}}."));
        }

        var edits = new List<DataEdit>();
        foreach (var item in operations)
        {
            var operation = item as RegoObject ?? RegoObject.Empty;
            DataEditKind? kind = Text(operation, "op") switch { "add" => DataEditKind.Add, "replace" => DataEditKind.Replace, "remove" => DataEditKind.Remove, _ => null };
            if (kind is not { } known)
            {
                return (null, new Problem("data.patch", $"bad patch operation: {Text(operation, "op") ?? "(none)"}; add, replace and remove are known"));
            }

            var value = operation.TryGet("value", out var given) ? given : RegoNull.Instance;
            var parts = (Text(operation, "path") ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => Uri.UnescapeDataString(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
            edits.Add(new DataEdit(known, [.. root, .. parts], value));
            if (edits[^1].Path.Count > OpaPath.MaximumSegments)
            {
                return (null, new Problem("data.patch", $"bad patch path: it has more than {OpaPath.MaximumSegments} segments"));
            }
        }

        return (edits, null);
    }

    private static string? Text(RegoObject operation, string name) => operation.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
