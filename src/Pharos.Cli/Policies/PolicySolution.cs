using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Cli.Policies;

/// <summary>One way to satisfy a query.</summary>
/// <param name="Value">The query's value; true for a query of several expressions.</param>
/// <param name="Bindings">Its variables.</param>
internal sealed record PolicySolution(RegoValue Value, RegoObject Bindings)
{
    /// <summary>Writes it as <c>opa eval</c> does.</summary>
    public void Write(Utf8JsonWriter json, string query)
    {
        json.WriteStartObject();
        json.WriteStartArray("expressions");
        json.WriteStartObject();
        json.WritePropertyName("value");
        Value.WriteJson(json);
        json.WriteString("text", query);
        json.WriteStartObject("location");
        json.WriteNumber("row", 1);
        json.WriteNumber("col", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        if (Bindings.Count > 0)
        {
            json.WritePropertyName("bindings");
            Bindings.WriteJson(json);
        }

        json.WriteEndObject();
    }
}
