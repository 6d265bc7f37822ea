using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Hooks;

/// <summary>
/// Every failure of a hook's request as the refusal its event understands, with HTTP 200: agents go ahead on any other status, so a missing token or a crash
/// would otherwise be consent.
/// </summary>
internal sealed class HookFailure(HookAdapters adapters) : IFailureShape
{
    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var reason = $"Pharos could not decide, so the answer is no ({problem.Code}): {problem.Message}";
        return HookBody.SendAsync(context, adapters.OrFirst(context).Refusal(context.Request.Query["event"].ToString(), reason));
    }
}
