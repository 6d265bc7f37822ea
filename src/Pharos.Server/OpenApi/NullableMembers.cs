using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Pharos.Server.OpenApi;

/// <summary>Says of members that hold objects or lists that they may be null, where they may: the framework says it of texts and numbers only, and a client would refuse what is sent.</summary>
internal sealed class NullableMembers : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { IsGetNullable: true } && schema.Type is { } type)
        {
            schema.Type = type | JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }
}
