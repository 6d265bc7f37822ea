using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Proposals;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Hooks;

/// <summary>The hooks of coding agents over HTTP. Every answer is HTTP 200 with a body the agent understands.</summary>
internal sealed class HookEndpoints(ClaudeCodeHook claudeCode, LimitSettings limits)
{
    public void Map(RouteMap routes) => routes.Map("POST", "/hooks/{agent}", AnswerAsync, ClaudeCodeFailure.Instance);

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.RouteValues["agent"] is not "claude-code")
        {
            await context.FailAsync(new Problem("hook.agent", "This server knows the hooks of claude-code.", StatusCodes.Status404NotFound));
            return;
        }

        var caller = Admission.Of(context).Caller;
        var eventName = context.Request.Query["event"].ToString();
        if (eventName is "PostToolUse" or "PostToolUseFailure" && !(context.Request.ContentLength <= limits.BodyBytes))
        {
            // What has happened is recorded however large its result is.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = LargePayload.MaximumBytes;
            }

            var large = await LargePayload.ReadAsync(context.Request.BodyReader, context.RequestAborted);
            await ClaudeCodeFailure.WriteAsync(context, await claudeCode.ReportLargeAsync(eventName, large, caller, context.RequestAborted));
            return;
        }

        var (payload, problem) = await RequestBody.ReadAsync(context, static body => ClaudeCodePayload.Read(body));
        if (payload is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        if (eventName.Length == 0)
        {
            await context.FailAsync(new Problem("hook.event", "The URL does not name the event (?event=PreToolUse); run: pharos hook install claude-code"));
            return;
        }

        await ClaudeCodeFailure.WriteAsync(context, await claudeCode.AnswerAsync(eventName, payload, caller, context.RequestAborted));
    }
}
