using Pharos.Grants;
using Pharos.Proposals;

namespace Pharos.Server.Review;

/// <summary>Reads what somebody wants to grant.</summary>
internal static class GrantReading
{
    /// <summary>The request, or what is wrong with it; neither where nothing is granted.</summary>
    public static (GrantRequest? Request, Problem? Problem) Of(GrantRequestContract? contract) => contract is null ? default : Of(contract.Scope, contract.Until);

    /// <summary>The request, or what is wrong with it.</summary>
    public static (GrantRequest? Request, Problem? Problem) Of(string? name, DateTimeOffset? until) => GrantScopes.TryParse(name, out var scope)
        ? (new GrantRequest(scope, until), null)
        : (null, new Problem("grant.scope", "\"scope\" is once, session or workspace."));
}
