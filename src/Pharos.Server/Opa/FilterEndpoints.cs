using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Partial;
using Pharos.Rego.Partial.Filters;
using Pharos.Rego.Values;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Rules as conditions for a database, as Open Policy Agent offers them; the Accept header says in which form.</summary>
internal sealed class FilterEndpoints(OpaQueries queries, OpaBody bodies, TimeProvider clock)
{
    private const string Prefix = "/v1/compile";
    private const string Multitarget = "application/vnd.opa.multitarget+json";

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/compile/{**path}", AnswerAsync, OpaFailure.Instance);
        routes.Map("POST", "/v1/compile/{**path}", AnswerAsync, OpaFailure.Instance);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = new OpaRequest(context, queries.Active, clock);
        var (path, wrongPath) = OpaPath.Read(context, Prefix);
        var (body, malformed) = await bodies.ReadObjectAsync(context);
        if ((wrongPath ?? malformed) is { } refusal)
        {
            await context.FailAsync(refusal);
            return;
        }

        var (targets, mediaType, wrongTarget) = TargetsOf(context, body!);
        var (partial, wrong) = CompileOptionsReader.Read(body!, $"{path!.Reference} == true", queries.Options(request.Parameters.HasStrictErrors));
        if ((wrongTarget ?? wrong) is { } problem)
        {
            await context.FailAsync(problem);
            return;
        }

        var annotation = request.Bundle.Program.FilterAnnotationOf(path.Segments, out var nonsense);
        if (nonsense.Count > 0)
        {
            await OpaFailure.WriteAnnotationsAsync(context, nonsense);
            return;
        }

        // As in OPA, no unknowns at all is leaving it to the rule.
        if (annotation.Unknowns.Count > 0 && (!CompileOptionsReader.HasUnknowns(body!, out _) || partial!.Unknowns.Count == 0))
        {
            partial = partial! with { Unknowns = annotation.Unknowns };
        }

        var begun = request.Metrics.Begin();
        var outcome = request.Bundle.Program.Partial(partial!, context.RequestAborted);
        request.Metrics.End(OpaMetrics.PartialEvaluation, begun);
        switch (outcome)
        {
            case PartialOutcome.Residual residual:
                await TranslateAsync(context, request, residual, body!, MaskRuleOf(body!, path) ?? annotation.MaskRule, targets!, mediaType!);
                return;
            case PartialOutcome.Rejected rejected:
                await OpaFailure.WriteQueryAsync(context, rejected.Diagnostics);
                return;
            case PartialOutcome.Failed failed:
                await OpaFailure.WriteEvaluationAsync(context, failed.Code, failed.Message);
                return;
        }
    }

    private async Task TranslateAsync(
        HttpContext context, OpaRequest request, PartialOutcome.Residual residual, RegoObject body, string? maskRule, IReadOnlyList<FilterTarget> targets, string mediaType)
    {
        var (masked, wrong) = maskRule is null ? (null, null) : Mask(request, maskRule, body, context.RequestAborted);
        if (wrong is not null)
        {
            await context.FailAsync(wrong);
            return;
        }

        // Without its masks a filter would show the columns that they hide.
        if (masked is EvaluationOutcome.Failed failed)
        {
            await OpaFailure.WriteEvaluationAsync(context, failed);
            return;
        }

        var filters = new List<(FilterTarget Target, RegoObject Filter)>();
        foreach (var target in targets)
        {
            var (mapping, problem) = MappingOf(body, target);
            if (problem is not null)
            {
                await context.FailAsync(new Problem("compile.mapping", problem));
                return;
            }

            var outcome = DataFilter.Translate(residual, target, mapping, targets);
            if (outcome is FilterOutcome.Rejected rejected)
            {
                await OpaFailure.WriteAsync(context, rejected.Diagnostics, "evaluation_error");
                return;
            }

            filters.Add((target, WithMasks(outcome.ToJson()!, (masked as EvaluationOutcome.Defined)?.Value)));
        }

        await OpaAnswer.WriteObjectAsync(context, Write, mediaType: mediaType);

        void Write(System.Text.Json.Utf8JsonWriter writer)
        {
            if (request.Parameters.WithMetrics || request.Parameters.WithInstrumentation)
            {
                request.Metrics.Write(writer);
            }

            writer.WritePropertyName("result");
            if (mediaType != Multitarget)
            {
                filters[0].Filter.WriteJson(writer);
                return;
            }

            writer.WriteStartObject();
            foreach (var (target, filter) in filters)
            {
                writer.WritePropertyName(target.IsSql ? target.Variant : "ucast");
                filter.WriteJson(writer);
            }

            writer.WriteEndObject();
        }
    }

    private static (IReadOnlyList<FilterTarget>? Targets, string? MediaType, Problem? Problem) TargetsOf(HttpContext context, RegoObject body)
    {
        var accepted = context.Request.Headers.Accept.SelectMany(value => (value ?? "").Split(',')).Select(type => type.Split(';')[0].Trim()).ToList();
        if (accepted.Contains(Multitarget))
        {
            var named = CompileOptionsReader.Options(body).TryGet("targetDialects", out var value) ? CompileOptionsReader.Texts(value) : null;
            var targets = named?.Select(FilterTarget.Named).OfType<FilterTarget>().Distinct().ToList();
            return named is { Count: > 0 } && targets!.Count == named.Count
                ? (targets, Multitarget, null)
                : (null, null, new Problem("compile.target", $"options.targetDialects must name some of {string.Join(", ", FilterTarget.All)}"));
        }

        var target = FilterTarget.All.FirstOrDefault(target => accepted.Contains(target.MediaType));
        return target is not null
            ? ([target], target.MediaType, null)
            : (null, null, new Problem("compile.accept", $"unsupported Accept header; one of {Multitarget}, {string.Join(", ", FilterTarget.All.Select(one => one.MediaType))} is expected"));
    }

    private static (FilterMapping? Mapping, string? Problem) MappingOf(RegoObject body, FilterTarget target)
    {
        var ofTarget = CompileOptionsReader.Options(body).TryGet("targetSQLTableMappings", out var all) && all is RegoObject byTarget && byTarget.TryGet(target.IsSql ? target.Variant : "ucast", out var one)
            ? one
            : null;
        return (FilterMapping.Read(ofTarget, out var problem), problem);
    }

    // A name without "data" stands beside the rule that is asked for.
    private static string? MaskRuleOf(RegoObject body, OpaPath path) => CompileOptionsReader.Text(CompileOptionsReader.Options(body), "maskRule") is not { } rule ? null
        : rule.StartsWith("data.", StringComparison.Ordinal) || path.Segments.Count == 0 ? rule
        : $"{OpaPath.Of([.. path.Segments.SkipLast(1)]).Reference}.{rule}";

    private (EvaluationOutcome? Outcome, Problem? Problem) Mask(OpaRequest request, string rule, RegoObject body, CancellationToken cancellationToken) =>
        request.Bundle.Program.TryPrepare(rule, out var prepared, out var diagnostics)
            ? (prepared!.Evaluate(body.TryGet("input", out var input) ? input : null, queries.Options(request.Parameters.HasStrictErrors), cancellationToken), null)
            : (null, new Problem("compile.mask-rule", $"error(s) occurred while parsing mask_rule name: {rule}: {diagnostics[0].Message}"));

    private static RegoObject WithMasks(RegoObject filter, RegoValue? masks)
    {
        if (masks is null)
        {
            return filter;
        }

        var both = new RegoObject.Builder(filter);
        both.Set("masks", masks);
        return both.Build();
    }
}
