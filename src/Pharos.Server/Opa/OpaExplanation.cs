using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Rego;
using Pharos.Rego.Tracing;
using Pharos.Server.Security;

namespace Pharos.Server.Opa;

/// <summary>The trace that a client asked for with <c>explain</c>.</summary>
/// <param name="Mode">What of it is answered.</param>
internal sealed record OpaExplanation(ExplainMode Mode)
{
    /// <summary>Most events of one trace; what comes after is left out.</summary>
    public const int MaximumEvents = 10_000;

    /// <summary>Gathers the events.</summary>
    public EvaluationTrace Trace { get; } = new(MaximumEvents);

    /// <summary>Reads what was asked for; null when nothing was.</summary>
    public static OpaExplanation? Of(OpaParameters parameters) => parameters.Explain switch
    {
        "notes" => new OpaExplanation(ExplainMode.Notes),
        "fails" => new OpaExplanation(ExplainMode.Fails),
        "full" => new OpaExplanation(ExplainMode.Full),
        "debug" => new OpaExplanation(ExplainMode.Debug),
        _ => null,
    };

    /// <summary>Why a caller may see no trace; null when it may. A trace shows every document a rule looked at.</summary>
    public static Problem? Refuse(HttpContext context, OpaParameters parameters) => parameters.Explain is null || Admission.Of(context).Caller.Role == Role.Admin
        ? null
        : new Problem("role.forbidden", "Traces are for administrators.", StatusCodes.Status403Forbidden);

    /// <summary>Writes the member <c>explanation</c>, as lines when the answer is for people.</summary>
    public void Write(Utf8JsonWriter writer, bool isPretty)
    {
        var events = Trace.Explain(Mode);
        if (events.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("explanation");
        if (isPretty)
        {
            foreach (var line in TraceText.Write(events).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                writer.WriteStringValue(line);
            }
        }
        else
        {
            foreach (var found in events)
            {
                found.ToJson().WriteJson(writer);
            }
        }

        writer.WriteEndArray();
    }
}
