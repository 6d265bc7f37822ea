using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Hooks;

/// <summary>The hooks of coding agents over HTTP. Every answer is HTTP 200 with a body the agent understands.</summary>
internal sealed class HookEndpoints(HookAdapters adapters, HookDispatch dispatch, LimitSettings limits)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/hooks/{agent}", AnswerAsync, new HookFailure(adapters));

    private async Task AnswerAsync(HttpContext context)
    {
        if (adapters.Of(context) is not { } adapter)
        {
            await context.FailAsync(new Problem("hook.agent", $"This server knows the hooks of {string.Join(", ", adapters.Names)}.", StatusCodes.Status404NotFound));
            return;
        }

        var caller = Admission.Of(context).Caller;
        var eventName = context.Request.Query["event"].ToString();
        if (adapter.StepOf(eventName) is HookStep.ReportDone or HookStep.ReportFailed && !(context.Request.ContentLength <= limits.BodyBytes))
        {
            // What has happened is recorded however large its result is.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = LargePayload.MaximumBytes;
            }

            var large = await LargePayload.ReadAsync(context.Request.BodyReader, context.RequestAborted);
            await HookBody.SendAsync(context, await dispatch.ReportLargeAsync(adapter, eventName, large, caller, context.RequestAborted));
            return;
        }

        var (payload, problem) = await RequestBody.ReadAsync(context, body => HookPayload.Read(body, adapter));
        if (payload is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        if (eventName.Length == 0)
        {
            await context.FailAsync(new Problem("hook.event", $"The URL does not name the event (?event={adapter.DecisionEvent}); run: pharos hook install {adapter.Agent}"));
            return;
        }

        await HookBody.SendAsync(context, await dispatch.AnswerAsync(adapter, eventName, payload, caller, context.RequestAborted));
    }
}
