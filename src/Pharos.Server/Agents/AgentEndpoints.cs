using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Agents;

/// <summary>The accounts that agents run under.</summary>
internal sealed class AgentEndpoints(AgentHosts hosts)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/agents", ListAsync);
        routes.Map("PUT", "/api/agents/{id}", RegisterAsync);
    }

    private Task ListAsync(HttpContext context) => JsonBody.WriteAsync(
        context,
        new AgentListContract([.. hosts.All.Select(pair => new AgentContract(pair.Key, pair.Value.Home, pair.Value.User))]),
        ServerJson.Default.AgentListContract);

    private async Task RegisterAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.AgentHostContract);
        problem ??= !TokenClaims.IsSubject(id) ? new Problem("agent.id", "An agent id is 1 to 128 letters, digits or . _ - @ :")
            : !body!.Home.StartsWith('/') || body.Home.Length > ProposalLimits.MaximumPathCharacters ? new Problem("agent.home", "\"home\" must be an absolute path.")
            : body.User.Length is 0 or > ProposalLimits.MaximumNameCharacters ? new Problem("agent.user", "\"user\" must be an account name.")
            : null;
        if (problem is null)
        {
            var host = new AgentHost(LexicalPath.Normalise(body!.Home), body.User);
            if (await hosts.RegisterAsync(id, host, Admission.Of(context).Actor, context.RequestAborted))
            {
                await JsonBody.WriteAsync(context, new AgentContract(id, host.Home, host.User), ServerJson.Default.AgentContract);
                return;
            }

            problem = new Problem("agent.too-many", $"{AgentHosts.MaximumAgents} agents are registered.", StatusCodes.Status409Conflict);
        }

        await context.FailAsync(problem);
    }
}
