using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Server.Policies;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>Policy modules over HTTP, as Open Policy Agent offers them.</summary>
internal sealed class PolicyEndpoints(PolicyStore store, OpaBody bodies, TimeProvider clock)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/policies", ListAsync, OpaFailure.Instance);
        routes.Map("GET", "/v1/policies/{**id}", GetAsync, OpaFailure.Instance);
        routes.Map("PUT", "/v1/policies/{**id}", PutAsync, OpaFailure.Instance);
        routes.Map("DELETE", "/v1/policies/{**id}", DeleteAsync, OpaFailure.Instance);
    }

    private Task ListAsync(HttpContext context) => OpaAnswer.WriteObjectAsync(context, writer =>
    {
        writer.WriteStartArray("result");
        foreach (var module in store.Active.Sources.Modules)
        {
            Write(writer, module, module.Id);
        }

        writer.WriteEndArray();
    });

    private Task GetAsync(HttpContext context)
    {
        var text = IdOf(context);
        var module = PolicyId.TryParse(text, out var id) ? store.Active.Sources.Modules.FirstOrDefault(module => module.Id == id.Path) : null;
        return module is null
            ? context.FailAsync(Unknown(text))
            : OpaAnswer.WriteObjectAsync(context, writer =>
            {
                writer.WritePropertyName("result");
                Write(writer, module, text!);
            });
    }

    private async Task PutAsync(HttpContext context)
    {
        var metrics = new OpaMetrics(clock);
        var begun = metrics.Begin();
        RegoDiagnostic? illegal = null;
        var (source, problem) = await bodies.ReadTextAsync<string>(context, body =>
        {
            _ = RegoModule.TryRead(IdOf(context) ?? "", body, out var module, out illegal);
            return (module?.Source, null);
        });
        metrics.End(OpaMetrics.ReadBytes, begun);
        if (!PolicyId.TryParse(IdOf(context), out var id))
        {
            problem = new Problem(
                "policy.id", $"An id is up to {PolicyId.MaximumCharacters} letters, digits and . _ - / without leading dots, and does not end in _test.rego.");
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        if (illegal is not null)
        {
            await OpaFailure.WriteAsync(context, [illegal]);
            return;
        }

        begun = metrics.Begin();
        var diagnostics = await store.WriteAsync(id, source!, Admission.Of(context).Actor, context.RequestAborted);
        metrics.End(OpaMetrics.ModuleCompile, begun);
        var sent = IdOf(context)!;
        await (diagnostics.Count > 0
            ? OpaFailure.WriteAsync(context, [.. diagnostics.Select(diagnostic => diagnostic.File == id.Path ? diagnostic with { File = sent } : diagnostic)])
            : WriteDoneAsync(context, metrics));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var metrics = new OpaMetrics(clock);
        var text = IdOf(context);
        var begun = metrics.Begin();
        var diagnostics = PolicyId.TryParse(text, out var id) ? await store.DeleteAsync(id, Admission.Of(context).Actor, context.RequestAborted) : null;
        metrics.End(OpaMetrics.ModuleCompile, begun);
        await (diagnostics switch
        {
            null => context.FailAsync(Unknown(text)),
            { Count: > 0 } => OpaFailure.WriteAsync(context, diagnostics, "invalid_operation"),
            _ => WriteDoneAsync(context, metrics),
        });
    }

    private static Task WriteDoneAsync(HttpContext context, OpaMetrics metrics) => OpaAnswer.WriteObjectAsync(context, writer =>
    {
        if (OpaParameters.IsOn(context.Request.Query, "metrics"))
        {
            metrics.Write(writer);
        }
    });

    private static string? IdOf(HttpContext context) => context.Request.RouteValues["id"] as string;

    private static Problem Unknown(string? id) =>
        new("policy.unknown", $"No module \"{id}\" that could be read or, to be deleted, was written here.", StatusCodes.Status404NotFound);

    private static void Write(Utf8JsonWriter writer, RegoModule module, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("raw", module.Source);
        if (RegoAst.Parse(module).Tree is { } tree)
        {
            writer.WritePropertyName("ast");
            tree.WriteJson(writer);
        }

        writer.WriteEndObject();
    }
}
