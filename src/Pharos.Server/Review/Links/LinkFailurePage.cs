using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Server.Security;

namespace Pharos.Server.Review.Links;

/// <summary>Says to a person in a browser why a link does not work.</summary>
internal sealed class LinkFailurePage : IFailureShape
{
    public Task WriteAsync(HttpContext context, Problem problem)
    {
        var page = new LinkPage("This does not work").Paragraph(problem.Message).Note($"{problem.Code} ({problem.Status})");
        return page.WriteAsync(context, problem.Status);
    }
}
