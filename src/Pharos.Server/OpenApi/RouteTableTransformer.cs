using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pharos.Agents;
using Pharos.Agents.Signing;
using Pharos.Server.Events;
using Pharos.Server.Policies;
using Pharos.Server.Review;
using Pharos.Server.Security;

namespace Pharos.Server.OpenApi;

/// <summary>
/// Describes every row of the route table, so that the document and what runs cannot differ. The framework's own discovery reads handler signatures by
/// reflection, and these handlers have none to read.
/// </summary>
internal sealed class RouteTableTransformer : IOpenApiDocumentTransformer
{
    private const string TokenScheme = "token";
    private const string JsonType = "application/json";
    private static readonly string[] QueryOfEvents = ["type", "agent", "workspace", "correlation", "from", "to", "after", "limit", "order"];

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Pharos", Version = PharosServer.Version, Description = "Decides what AI agents may do, and keeps the record." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [TokenScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "ph_…" },
        };
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemContract), null, cancellationToken);
        foreach (var row in RouteTable.Rows)
        {
            var path = row.Pattern.Replace("{**", "{", StringComparison.Ordinal);
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths[path] = item = new OpenApiPathItem();
            }

            var (request, response) = RouteShapes.ByRoute.GetValueOrDefault(row.ToString());
            var operation = Describe(row, document, problem);
            if (request is not null)
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = Json(await context.GetOrCreateSchemaAsync(request, null, cancellationToken)),
                };
            }

            var content = response is null ? null : Json(await context.GetOrCreateSchemaAsync(response, null, cancellationToken), row.IsStream || row.IsPushed ? "text/event-stream" : JsonType);
            foreach (var (status, description) in Successes(row))
            {
                operation.Responses![status] = new OpenApiResponse { Description = description, Content = content };
            }

            ((OpenApiPathItem)item).AddOperation(new HttpMethod(row.Method), operation);
        }
    }

    private static IEnumerable<(string Status, string Description)> Successes(RouteRow row)
    {
        var route = row.ToString();
        if (RouteShapes.Making.Contains(route))
        {
            yield return ("201", "Made.");
        }

        if (!RouteShapes.Making.Contains(route) || RouteShapes.MakingAgain.Contains(route))
        {
            yield return ("200", "Done.");
        }
    }

    private static OpenApiOperation Describe(RouteRow row, OpenApiDocument document, IOpenApiSchema problem)
    {
        var isOpen = row.Access.HasFlag(RouteAccess.Anyone);
        var roles = Enum.GetValues<Role>().Where(role => row.Access.Permits(role)).Select(RoleNames.Of);
        var operation = new OpenApiOperation
        {
            Summary = row.Summary,
            Description = isOpen ? "Needs no token." : string.Create(CultureInfo.InvariantCulture, $"Roles: {string.Join(", ", roles)}."),
            Parameters = [.. Parameters(row)],
            Responses = new OpenApiResponses
            {
                ["default"] = new OpenApiResponse
                {
                    Description = "A problem with a stable code.",
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = problem } },
                },
            },
        };
        if (!isOpen)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(TokenScheme, document)] = [] }];
        }

        return operation;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(RouteRow row)
    {
        foreach (var part in row.Pattern.Split('/').Where(part => part.StartsWith('{')))
        {
            yield return Parameter(part.Trim('{', '}', '*'), ParameterLocation.Path);
        }

        foreach (var name in row.IsStream ? StreamRequest.Known : row.Pattern == "/api/events" ? QueryOfEvents : row.Pattern == "/api/policies/diff" ? DiffEndpoint.Known : row.Pattern == "/api/reviews" ? ReviewFilter.Known : row.Query)
        {
            yield return Parameter(name, ParameterLocation.Query);
        }

        if (row.IsSigned || row.IsSignedOnceKeyed)
        {
            yield return Signature;
        }
    }

    private static OpenApiParameter Signature { get; } = new()
    {
        Name = RequestSignature.Header,
        In = ParameterLocation.Header,
        Description = "t=<unix>,n=<nonce>,v1=<hex>: HMAC-SHA256 under the key got at registration, over method, path with query, t, n and the SHA-256 of the body in hex, with a line feed between them. Of agents and experts.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiParameter Parameter(string name, ParameterLocation location) => new()
    {
        Name = name,
        In = location,
        Required = location == ParameterLocation.Path,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema, string mediaType = JsonType) =>
        new() { [mediaType] = new OpenApiMediaType { Schema = schema } };
}
