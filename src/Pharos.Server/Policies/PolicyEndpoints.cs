using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Policies;

/// <summary>Policy modules over HTTP, as Open Policy Agent offers them; the syntax tree is left out of answers.</summary>
internal sealed class PolicyEndpoints(PolicyStore store)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/policies", ListAsync, OpaFailure.Instance);
        routes.Map("GET", "/v1/policies/{**id}", GetAsync, OpaFailure.Instance);
        routes.Map("PUT", "/v1/policies/{**id}", PutAsync, OpaFailure.Instance);
        routes.Map("DELETE", "/v1/policies/{**id}", DeleteAsync, OpaFailure.Instance);
    }

    private Task ListAsync(HttpContext context) => JsonBody.WriteAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("result");
        foreach (var module in store.Active.Sources.Modules)
        {
            Write(writer, module, module.Id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Task GetAsync(HttpContext context)
    {
        var text = context.Request.RouteValues["id"] as string;
        var module = PolicyId.TryParse(text, out var id) ? store.Active.Sources.Modules.FirstOrDefault(module => module.Id == id.Path) : null;
        return module is null
            ? context.FailAsync(Unknown(text))
            : JsonBody.WriteAsync(context, writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("result");
                Write(writer, module, text!);
                writer.WriteEndObject();
            });
    }

    private async Task PutAsync(HttpContext context)
    {
        var source = await RequestBody.ReadAsync(context, static body => Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : null);
        if (!PolicyId.TryParse(context.Request.RouteValues["id"] as string, out var id))
        {
            await context.FailAsync(new Problem(
                "policy.id", $"An id is up to {PolicyId.MaximumCharacters} letters, digits and . _ - / without leading dots, and does not end in _test.rego."));
            return;
        }

        if (source is null)
        {
            await context.FailAsync(new Problem("policy.encoding", "The module is not valid UTF-8."));
            return;
        }

        var diagnostics = await store.WriteAsync(id, source, Admission.Of(context).Actor, context.RequestAborted);
        await (diagnostics.Count > 0 ? OpaFailure.WriteAsync(context, diagnostics) : WriteEmptyAsync(context));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var text = context.Request.RouteValues["id"] as string;
        var diagnostics = PolicyId.TryParse(text, out var id) ? await store.DeleteAsync(id, Admission.Of(context).Actor, context.RequestAborted) : null;
        await (diagnostics switch
        {
            null => context.FailAsync(Unknown(text)),
            { Count: > 0 } => OpaFailure.WriteAsync(context, diagnostics),
            _ => WriteEmptyAsync(context),
        });
    }

    private static Task WriteEmptyAsync(HttpContext context) => JsonBody.WriteAsync(context, static writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    private static Problem Unknown(string? id) =>
        new("policy.unknown", $"No module \"{id}\" that could be read or, to be deleted, was written here.", StatusCodes.Status404NotFound);

    private static void Write(Utf8JsonWriter writer, RegoModule module, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("raw", module.Source);
        writer.WriteEndObject();
    }
}
