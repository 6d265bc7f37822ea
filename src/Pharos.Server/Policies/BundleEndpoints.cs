using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pharos.Policies;
using Pharos.Proposals;
using Pharos.Rego.Bundles;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Bundles and versions of the policies over HTTP.</summary>
/// <param name="store">The policies.</param>
/// <param name="statuses">How it stands with configured bundles.</param>
/// <param name="uploads">What uploaded bundles are verified with.</param>
internal sealed class BundleEndpoints(PolicyStore store, BundleStatuses statuses, BundleVerification uploads)
{
    private const int DefaultShown = 50;

    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/policies", GetAsync);
        routes.Map("GET", "/api/policies/history", HistoryAsync);
        routes.Map("POST", "/api/policies/bundles/{name}", ActivateAsync);
        routes.Map("DELETE", "/api/policies/bundles/{name}", RemoveAsync);
        routes.Map("POST", "/api/policies/rollback", RollBackAsync);
    }

    /// <summary>Reads a bundle from a request's body; the problems are answered when there is none.</summary>
    public static async Task<Bundle?> ReadAsync(HttpContext context, BundleVerification verification)
    {
        var archive = await RequestBody.ReadAsync(context, static body => body.ToArray());
        using var stream = new MemoryStream(archive, writable: false);
        switch (BundleReader.Read(stream, verification, BundleIntake.Limits))
        {
            case BundleOutcome.Read read:
                return read.Bundle;
            case BundleOutcome.Refused refused:
                await BundleFailure.FailAsync(
                    context, new Problem("bundle.refused", $"The bundle is refused: {refused.Problems[0]}", StatusCodes.Status422UnprocessableEntity), refused.Problems);
                return null;
            default:
                throw new InvalidOperationException("A bundle outcome without a case.");
        }
    }

    private Task GetAsync(HttpContext context) => JsonBody.WriteAsync(
        context,
        new PoliciesContract(
            store.Active.Version, store.Pinned, store.Refusal, [.. store.Bundles.Select(BundleContract.Of)], [.. statuses.All.Select(BundleStatusContract.Of)]),
        ServerJson.Default.PoliciesContract);

    private Task HistoryAsync(HttpContext context)
    {
        var limit = int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? Math.Clamp(read, 1, PolicyHistory.MaximumActivations) : DefaultShown;
        return JsonBody.WriteAsync(
            context, new PolicyHistoryContract([.. store.History.Activations.Reverse().Take(limit).Select(PolicyActivationContract.Of)]), ServerJson.Default.PolicyHistoryContract);
    }

    private async Task ActivateAsync(HttpContext context)
    {
        if (await NameAsync(context) is not { } name || await ReadAsync(context, uploads) is not { } bundle)
        {
            return;
        }

        var (admitted, problems) = BundleIntake.Admit(name, bundle, BundleOrigin.Upload, store.Bundles);
        if (admitted is null)
        {
            await BundleFailure.FailAsync(context, new Problem("bundle.refused", problems[0].Message, StatusCodes.Status422UnprocessableEntity), problems);
            return;
        }

        var before = store.Active.Version;
        await AnswerAsync(context, await store.ActivateAsync(admitted, Admission.Of(context).Actor, context.RequestAborted), before, BundleContract.Of(admitted), bundle.Notes);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await NameAsync(context) is not { } name)
        {
            return;
        }

        if (store.Bundles.All(bundle => bundle.Name != name))
        {
            await context.FailAsync(new Problem("bundle.unknown", $"No bundle \"{name}\" is active.", StatusCodes.Status404NotFound));
            return;
        }

        var before = store.Active.Version;
        await AnswerAsync(context, await store.RemoveAsync(name, Admission.Of(context).Actor, context.RequestAborted), before, null, []);
    }

    private async Task RollBackAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.RollbackContract);
        if (body is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        var before = store.Active.Version;
        var actor = Admission.Of(context).Actor;
        if (body.Release)
        {
            await AnswerAsync(context, await store.ReleaseAsync(actor, context.RequestAborted), before, null, []);
            return;
        }

        if ((body.Version is null ? store.History.Previous : store.History.Find(body.Version)) is not { } activation)
        {
            var which = body.Version is null ? "There is no earlier version." : $"No version \"{body.Version}\" is known; \"pharos policy history\" lists them, and four digits are enough to name one.";
            await context.FailAsync(new Problem("policy.version-unknown", which, StatusCodes.Status404NotFound));
            return;
        }

        await AnswerAsync(context, await store.RollBackAsync(activation, actor, context.RequestAborted), before, null, []);
    }

    private static Task AnswerAsync(HttpContext context, ChangeOutcome outcome, string before, BundleContract? bundle, IReadOnlyList<string> notes) => outcome switch
    {
        ChangeOutcome.Done done => JsonBody.WriteAsync(context, new ActivatedContract(done.Bundle.Version, before, done.IsNew, bundle, notes), ServerJson.Default.ActivatedContract),
        ChangeOutcome.Refused refused => BundleFailure.FailAsync(
            context, new Problem(refused.Code, refused.Message, StatusCodes.Status422UnprocessableEntity), refused.Problems),
        _ => throw new InvalidOperationException("A change outcome without a case."),
    };

    private static async Task<string?> NameAsync(HttpContext context)
    {
        var name = context.Request.RouteValues["name"] as string;
        if (ActiveBundle.IsName(name))
        {
            return name;
        }

        await context.FailAsync(new Problem("bundle.name", $"A bundle's name is up to {ActiveBundle.MaximumNameCharacters} letters, digits and . _ -, and begins with a letter or digit."));
        return null;
    }
}
