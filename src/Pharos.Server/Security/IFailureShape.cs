using Microsoft.AspNetCore.Http;
using Pharos.Proposals;

namespace Pharos.Server.Security;

/// <summary>
/// Endpoint metadata: how this endpoint says that a request failed. Agents let an action pass when a hook answers an HTTP error, so a hook turns every failure
/// that can stop an action (401, 403, 413, 429, 500) into the deny it understands. Endpoints without a shape answer problem+json.
/// </summary>
public interface IFailureShape
{
    /// <summary>Writes the whole response, status included. Nothing was written before.</summary>
    /// <param name="context">The request. Its body may be unread or cut off and must not be read.</param>
    /// <param name="problem">What went wrong; its message is safe to show.</param>
    Task WriteAsync(HttpContext context, Problem problem);
}
