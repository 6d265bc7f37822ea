using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Workspaces;

/// <summary>The workspaces in force, and registrations beside the configuration.</summary>
internal sealed class WorkspaceEndpoints(WorkspaceRegistry workspaces)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/api/workspaces", ListAsync);
        routes.Map("PUT", "/api/workspaces/registrations", RegisterAsync);
        routes.Map("DELETE", "/api/workspaces/registrations", UnregisterAsync);
    }

    private Task ListAsync(HttpContext context) => JsonBody.WriteAsync(
        context, new WorkspaceListContract([.. workspaces.Current.All.Select(Describe)]), ServerJson.Default.WorkspaceListContract);

    private async Task RegisterAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.WorkspaceContract);
        var mode = WorkspaceMode.Enforce;
        var profile = WorkspaceProfile.Balanced;
        problem ??= CheckRoot(body!.Root)
            ?? (body.Mode is { } modeName && !WorkspaceNames.TryParse(modeName, out mode) ? new Problem("workspace.mode", "\"mode\" is enforce or dry-run.")
            : body.Profile is { } profileName && !WorkspaceNames.TryParse(profileName, out profile)
                ? new Problem("workspace.profile", "\"profile\" is strict, balanced or relaxed.")
                : null);
        var workspace = new WorkspaceOptions(LexicalPath.Normalise(body?.Root ?? "/"), mode, profile);
        problem ??= await workspaces.RegisterAsync(workspace, Admission.Of(context).Actor, context.RequestAborted);
        await (problem is null
            ? JsonBody.WriteAsync(context, Describe(InForce(workspace)), ServerJson.Default.WorkspaceContract)
            : context.FailAsync(problem));
    }

    private async Task UnregisterAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.WorkspaceRootContract);
        problem ??= CheckRoot(body!.Root);
        if (problem is null && !await workspaces.UnregisterAsync(body!.Root, Admission.Of(context).Actor, context.RequestAborted))
        {
            problem = new Problem("workspace.unknown", "This root is not registered.", StatusCodes.Status404NotFound);
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A configured root wins, and the caller should see what it got.
    private WorkspaceOptions InForce(WorkspaceOptions workspace) => workspaces.Current.All.FirstOrDefault(other => other.Root == workspace.Root) ?? workspace;

    private WorkspaceContract Describe(WorkspaceOptions workspace) => new(
        workspace.Root,
        WorkspaceNames.Of(workspace.Mode),
        WorkspaceNames.Of(workspace.Profile),
        workspaces.IsConfigured(workspace.Root) ? "configuration" : "registration");

    private static Problem? CheckRoot(string root) =>
        root.StartsWith('/') && root.Length <= ProposalLimits.MaximumPathCharacters && !root.Contains('\0', StringComparison.Ordinal)
            ? null
            : new Problem("workspace.root", "\"root\" must be an absolute path.");
}
