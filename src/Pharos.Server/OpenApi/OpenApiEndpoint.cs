using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pharos.Server.Security;

namespace Pharos.Server.OpenApi;

/// <summary>Serves the description of every route.</summary>
internal sealed class OpenApiEndpoint(IOpenApiDocumentProvider documents)
{
    /// <summary>Name of the document.</summary>
    public const string DocumentName = "v1";

    public void Map(RouteMap routes) => routes.Map("GET", "/openapi/v1.json", WriteAsync);

    private async Task WriteAsync(HttpContext context)
    {
        var document = await documents.GetOpenApiDocumentAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, context.RequestAborted), context.RequestAborted);
    }
}
