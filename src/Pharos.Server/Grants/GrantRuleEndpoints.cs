using Microsoft.AspNetCore.Http;
using Pharos.Gate;
using Pharos.Gate.Replay;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Server.Http;
using Pharos.Server.Policies;
using Pharos.Server.Review;
using Pharos.Server.Security;

namespace Pharos.Server.Grants;

/// <summary>Makes a policy of what people approved: first tried on what was recorded, then written as any policy is. One back-test runs at a time, so that asking twice cannot starve the gate.</summary>
internal sealed class GrantRuleEndpoints(ReviewParts reviews, ProposalArchive archive, PolicyStore store, PolicyReplay replay, TimeProvider clock)
{
    /// <summary>How far back a rule is tried.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    /// <summary>Most recorded decisions that a rule is tried on, the oldest of the span first.</summary>
    public const long MaximumDecisions = 200_000;

    private int _isRunning;

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/grants/{id}/rule", context => MakeAsync(
            context, IdOf(context) is { } id && reviews.Grants.Find(id) is { } grant ? grant.Subject.Review : null, Unknown("grant", context)));
        routes.Map("POST", "/api/reviews/{id}/rule", context => MakeAsync(context, IdOf(context), Unknown("review", context)));
    }

    private async Task MakeAsync(HttpContext context, Guid? review, Problem unknown)
    {
        var (body, problem) = context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.Contains("chunked")
            ? (new GrantRuleRequestContract(), null)
            : await JsonBody.ReadAsync(context, ServerJson.Default.GrantRuleRequestContract);
        problem ??= body is { Apply: true, PolicyVersion: null } ? new Problem("rule.version", "Applying names the \"policyVersion\" that the back-test answered.") : null;
        var item = review is { } id ? await reviews.Desk.FindAsync(new ReviewId(id), context.RequestAborted) : null;
        problem ??= item is null ? unknown : Refuse(context, item);
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (Interlocked.Exchange(ref _isRunning, 1) == 1)
        {
            await context.FailAsync(new Problem("rule.busy", "Another back-test is going on; ask again when it has ended.", StatusCodes.Status409Conflict), TimeSpan.FromSeconds(5));
            return;
        }

        try
        {
            var (rule, refused) = await TryAsync(context, item!, body!);
            await (rule is null ? context.FailAsync(refused!) : JsonBody.WriteAsync(context, rule, ServerJson.Default.GrantRuleContract));
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private Problem? Refuse(HttpContext context, ReviewItem item) =>
        reviews.Desk.IsOwn(item, Admission.Of(context).Caller) ? new Problem("review.self", "Nobody makes a policy of what they, or whoever registered them, proposed.", StatusCodes.Status403Forbidden)
        : item.Verdict is not { Verdict: VerdictKind.Approve, Edited: null } ? new Problem("rule.review", "Only what was approved as it was proposed can become a policy.", StatusCodes.Status409Conflict)
        : null;

    private async Task<(GrantRuleContract? Rule, Problem? Problem)> TryAsync(HttpContext context, ReviewItem item, GrantRuleRequestContract body)
    {
        var cancellationToken = context.RequestAborted;
        var found = await archive.FindAsync(new ProposalId(item.Request.Proposal), cancellationToken);
        var (module, problem) = PrecedentModule.Write(item.Id, item.Request.Summary, found?.Input ?? Rego.Values.RegoObject.Empty);
        if (module is null)
        {
            return (null, problem);
        }

        if (!PolicyId.TryParse($"grants/{item.Id}", out var id))
        {
            throw new InvalidOperationException("The id of a review is not the name of a module.");
        }

        var active = store.Active;
        var (candidate, problems) = store.Candidate(id, module.Source, cancellationToken);
        if (candidate is null)
        {
            return (null, new Problem("policy.refused", $"The policies with this rule are refused: {string.Join("; ", problems.Take(5))}", StatusCodes.Status409Conflict));
        }

        // What would not even allow the decision it was made of is no rule worth having.
        if (replay.Ask(candidate, found!.Input) is { Decision: not Decision.Allow } other)
        {
            return (null, new Problem("rule.idle", $"It would allow nothing: {other.Rule} stands against it, which an allow does not outvote. {other.Reason}", StatusCodes.Status409Conflict));
        }

        var since = clock.GetUtcNow() - Span;
        var report = await replay.RunAsync(
            candidate, new ReplayRange(since) { Limit = MaximumDecisions, Examples = 5 }, static (_, _) => Task.CompletedTask, cancellationToken, active);
        return await ConcludeAsync(context, body, id, module, active, since, report);
    }

    private async Task<(GrantRuleContract? Rule, Problem? Problem)> ConcludeAsync(
        HttpContext context, GrantRuleRequestContract body, PolicyId id, PrecedentModule module, PolicyBundle active, DateTimeOffset since, ReplayReport report)
    {
        if (report.Transitions.GetValueOrDefault((Decision.Deny, Decision.Allow)) is > 0 and var count)
        {
            var first = report.Examples.First(example => example is { Before: Decision.Deny, After: Decision.Allow });
            return (null, new Problem(
                "rule.loosens", $"It would allow {count} recorded proposal(s) that were denied, first the one at position {first.Position.Value} by {first.BeforeRule}.", StatusCodes.Status409Conflict));
        }

        if (!body.Apply)
        {
            return (GrantRuleContract.Of(id.Path, module, active.Version, since, report, isApplied: false), null);
        }

        var diagnostics = await store.WriteAsync(id, module.Source, Admission.Of(context).Actor, context.RequestAborted, over: body.PolicyVersion);
        return diagnostics.Count > 0
            ? (null, new Problem(diagnostics[0].Code.StartsWith("policy.", StringComparison.Ordinal) ? diagnostics[0].Code : "policy.refused", diagnostics[0].Message, StatusCodes.Status409Conflict))
            : (GrantRuleContract.Of(id.Path, module, store.Active.Version, since, report, isApplied: true), null);
    }

    private static Guid? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? id : null;

    private static Problem Unknown(string kind, HttpContext context) => new($"{kind}.unknown", $"There is no {kind} {context.Request.RouteValues["id"]}.", StatusCodes.Status404NotFound);
}
