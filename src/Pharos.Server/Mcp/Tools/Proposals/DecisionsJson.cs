using System.Globalization;
using System.Text.Json;
using Pharos.Proposals;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>Writes decisions of the past.</summary>
internal static class DecisionsJson
{
    /// <summary>Writes the member <c>decisions</c>.</summary>
    public static void WriteList(Utf8JsonWriter writer, IReadOnlyList<PastDecision> decisions)
    {
        writer.WriteStartArray("decisions");
        foreach (var past in decisions)
        {
            writer.WriteStartObject();
            writer.WriteString("at", past.Record.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("agent", past.Record.Agent);
            writer.WritePropertyName("answer");
            AnswerJson.Write(writer, past.Answer, facts: null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
