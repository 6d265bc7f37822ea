using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Proposals;
using Pharos.Server.Configuration;

namespace Pharos.Server.Security;

/// <summary>
/// Says whether an agent may act among others at this moment, whichever way it comes: not while it is suspended as an expert, and, once it has a key, not without a signature where others
/// rely on its word. Asked of the log each time, so that a suspension counts at once and on every node.
/// </summary>
/// <param name="keys">Knows who has a key, and who may not use it.</param>
/// <param name="demand">Whether who has a key must sign its judgements.</param>
internal sealed class Standing(IKeyGenerations keys, SignatureDemand demand)
{
    /// <summary>Why somebody may not do it; null when they may.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="act">What it is.</param>
    /// <param name="isSigned">Whether the request carries a signature; whether that is good is checked elsewhere, before anything acts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Problem?> RefuseAsync(Caller caller, AgentAct act, bool isSigned, CancellationToken cancellationToken)
    {
        // Who supervises is nobody's expert.
        if (act == AgentAct.None || caller.Role is not (Role.Agent or Role.Expert) || await keys.FindAsync(caller.Subject, cancellationToken) is not { } key)
        {
            return null;
        }

        return key.IsSuspended ? new Problem("expert.suspended", $"{caller.Subject} is suspended as an expert and may read, but not write. GET /api/experts/{caller.Subject} says by whom and why.", StatusCodes.Status403Forbidden)
            : act == AgentAct.Judgement && !isSigned && demand == SignatureDemand.Required ? new Problem(SignedRequests.Missing.Code, SignedRequests.Missing.Message, StatusCodes.Status401Unauthorized)
            : null;
    }
}
