using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Policies;
using Pharos.Server.Policies;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>What Open Policy Agent tells of itself: which policies decide, and the part of the configuration its clients know. Nothing of it is secret.</summary>
internal sealed class StatusEndpoints(PolicyStore store, BundleStatuses statuses, OpaPlugins plugins)
{
    public void Map(RouteMap routes)
    {
        routes.Map("GET", "/v1/status", StatusAsync, OpaFailure.Instance);
        routes.Map("GET", "/v1/config", ConfigurationAsync, OpaFailure.Instance);
    }

    private Task StatusAsync(HttpContext context) => OpaAnswer.WriteObjectAsync(context, writer =>
    {
        writer.WriteStartObject("result");
        WriteLabels(writer);
        writer.WriteStartObject("bundles");
        writer.WriteStartObject("pharos");
        writer.WriteString("name", "pharos");
        writer.WriteString("active_revision", store.Active.Version);
        if (store.Refusal is { Count: > 0 } refusal)
        {
            writer.WriteString("code", "bundle_error");
            writer.WriteString("message", string.Join("; ", refusal.Take(5)));
        }

        writer.WriteEndObject();
        foreach (var status in statuses.All)
        {
            Write(writer, status);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("plugins");
        writer.WriteStartObject(OpaPlugins.Bundle);
        writer.WriteString("state", plugins.BundleState);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, BundleStatus status)
    {
        writer.WriteStartObject(status.Name);
        writer.WriteString("name", status.Name);
        Text("active_revision", status.ActiveRevision);
        Time("last_request", status.LastRequest);
        Time("last_successful_request", status.LastSuccessfulRequest);
        Time("last_successful_download", status.LastSuccessfulDownload);
        Time("last_successful_activation", status.LastSuccessfulActivation);
        Text("code", status.Code is null ? null : "bundle_error");
        Text("message", status.Message);
        writer.WriteEndObject();

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        void Time(string name, DateTimeOffset? value)
        {
            if (value is { } time)
            {
                writer.WriteString(name, time);
            }
        }
    }

    private static Task ConfigurationAsync(HttpContext context) => OpaAnswer.WriteObjectAsync(context, writer =>
    {
        writer.WriteStartObject("result");
        WriteLabels(writer);
        writer.WriteString("default_decision", "/system/main");
        writer.WriteStartObject("decision_logs");
        writer.WriteString("mask_decision", "/system/log/mask");
        writer.WriteString("drop_decision", "/system/log/drop");
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteLabels(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("labels");
        writer.WriteString("id", "pharos");
        writer.WriteString("version", PharosServer.Version);
        writer.WriteEndObject();
    }
}
