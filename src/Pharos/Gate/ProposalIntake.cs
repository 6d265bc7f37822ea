using Pharos.Agents;
using Pharos.Proposals;

namespace Pharos.Gate;

/// <summary>
/// Turns a request into a proposal: who it is from comes from the token, where it happens from the configuration, and only then the body is believed. Safe for use by many
/// threads.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="workspaces">The configured workspaces; a provider, because they change while running.</param>
/// <param name="hostOf">The account an agent was registered with, or null.</param>
/// <param name="serverHost">This server's account, for agents that were not registered.</param>
public sealed class ProposalIntake(TimeProvider clock, Func<WorkspaceDirectory> workspaces, Func<string, AgentHost?> hostOf, AgentHost serverHost)
{
    /// <summary>Makes the proposal, or says what is wrong with the request.</summary>
    public (Proposal? Proposal, Problem? Problem) Admit(ProposalRequest request, Caller caller)
    {
        var agentId = request.AgentId ?? caller.Subject;
        if (agentId != caller.Subject && caller.Role != Role.Admin)
        {
            return Refuse("agent.mismatch", $"The token belongs to \"{caller.Subject}\", so \"agent.id\" may not be another agent. Leave it out.", 403);
        }

        if (!TokenClaims.IsSubject(agentId))
        {
            return Refuse("agent.id", "\"agent.id\" must be 1 to 128 letters, digits or . _ - @ :", 400);
        }

        var registered = hostOf(agentId);
        var host = request.Host ?? registered ?? serverHost;
        if ((request.Workspace ?? request.WorkingDirectory) is not { } place || !place.StartsWith('/'))
        {
            return Refuse("proposal.workspace", "\"workspace\" is missing: the absolute folder the agent works in.", 400);
        }

        var named = LexicalPath.Normalise(request.Workspace ?? place);
        var workingDirectory = LexicalPath.Resolve(request.WorkingDirectory ?? named, named);
        if (workspaces().Find(workingDirectory, named, host.Home) is not { } workspace)
        {
            return Refuse(
                "workspace.refused",
                $"\"{named}\" cannot be a workspace: everything of the user would be inside it. Start the agent in the project's folder, or configure one.",
                422);
        }

        var proposal = new Proposal
        {
            Id = new ProposalId(Guid.CreateVersion7(clock.GetUtcNow())),
            Kind = request.Kind,
            Tool = request.Tool,
            Input = request.Input,
            Annotations = request.Annotations,
            Agent = new AgentReference(agentId, request.Session, request.Subagent, caller.Role),
            Workspace = workspace,
            WorkingDirectory = workingDirectory,
            Host = host,
            IsLocalDisk = request.Host is null || request.Host == registered || request.Host == serverHost,
            Proposer = caller.Subject == agentId ? null : caller.Subject,
            Operation = request.Operation,
        };
        return (proposal, null);
    }

    private static (Proposal? Proposal, Problem? Problem) Refuse(string code, string message, int status) => (null, new Problem(code, message, status));
}
