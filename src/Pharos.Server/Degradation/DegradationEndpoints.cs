using Microsoft.AspNetCore.Http;
using Pharos.Gate.Degradation;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Degradation;

/// <summary>How careful the gate is, over HTTP: look, and change it by hand.</summary>
internal sealed class DegradationEndpoints(DegradationParts parts)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/degradation", ShowAsync);
        routes.Map("POST", "/api/degradation", ChangeAsync);
    }

    private Task ShowAsync(HttpContext context) => AnswerAsync(context, parts.Mode.Current);

    private async Task ChangeAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.DegradationChangeContract);
        var state = DegradationState.Normal;
        problem ??= !DegradationStates.TryParse(body!.State, out state) ? new Problem("degradation.state", "\"state\" is emergency, recovering or normal.")
            : string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > DegradationMode.MaximumReasonCharacters
                ? new Problem("degradation.reason", $"\"reason\" says why, in at most {DegradationMode.MaximumReasonCharacters} characters: every agent that is denied by it reads it.")
            : null;
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        switch (await parts.Mode.ChangeAsync(state, SecretMask.Mask(body!.Reason.Trim()), Admission.Of(context).Actor, context.RequestAborted))
        {
            case DegradationOutcome.Standing standing:
                await AnswerAsync(context, standing.Status);
                return;
            case DegradationOutcome.Refused refused:
                await context.FailAsync(refused.Problem);
                return;
            default:
                throw new InvalidOperationException("A degradation outcome without a case.");
        }
    }

    private Task AnswerAsync(HttpContext context, DegradationStatus status) => JsonBody.WriteAsync(
        context,
        new DegradationContract(
            DegradationStates.NameOf(status.State),
            status.Version,
            status.Since,
            status.By,
            status.Reason,
            status.Trigger,
            status.IsRecorded,
            [.. parts.Watch.Readings.Select(ThresholdContract.Of)],
            [.. parts.Breakers.Select(BreakerContract.Of)],
            parts.Safeguards.Throttle is { } throttle ? ThrottleContract.Of(throttle.Status) : null),
        ServerJson.Default.DegradationContract);
}
