using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Server.Security;

namespace Pharos.Server.Experts;

/// <summary>What the routes of experts share: who is meant, and who may look.</summary>
internal static class ExpertRoute
{
    /// <summary>Stands for the caller in a path.</summary>
    private const string Me = "me";

    public static ExpertId IdOf(HttpContext context)
    {
        var text = context.Request.RouteValues["id"] as string ?? "";
        return new ExpertId(text == Me ? Admission.Of(context).Caller.Subject : text);
    }

    /// <summary>Whether the caller is the expert in the path.</summary>
    public static bool IsSelf(HttpContext context) => IdOf(context).Value == Admission.Of(context).Caller.Subject;

    /// <summary>Whether the caller may look at what is the expert's: itself, and who reads everything.</summary>
    public static bool MayLook(HttpContext context) => IsSelf(context) || Admission.Of(context).Caller.Role is Role.Viewer or Role.Reviewer or Role.Admin;

    /// <summary>The same answer for "not there" and "not yours", so that names of others cannot be probed.</summary>
    public static Problem Unknown(HttpContext context) => new("expert.unknown", $"There is no expert {context.Request.RouteValues["id"]} that you may speak for.", StatusCodes.Status404NotFound);
}
