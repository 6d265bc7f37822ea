using System.Text.Json;
using Pharos.Rego.Values;

namespace Pharos.Proposals;

/// <summary>Writes and reads the wire shape of an answer.</summary>
public static class AnswerJson
{
    /// <summary>Writes an answer as one object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="facts">The facts it rests on, or null to leave them out.</param>
    public static void Write(Utf8JsonWriter writer, Answer answer, RegoValue? facts) => Write(writer, answer, facts, default);

    /// <summary>Writes an answer as one object, with facts that were masked and written before.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="maskedFacts">The facts as one JSON value.</param>
    public static void Write(Utf8JsonWriter writer, Answer answer, ReadOnlyMemory<byte> maskedFacts) => Write(writer, answer, null, maskedFacts);

    private static void Write(Utf8JsonWriter writer, Answer answer, RegoValue? facts, ReadOnlyMemory<byte> maskedFacts)
    {
        writer.WriteStartObject();
        writer.WriteString("id", answer.Id.Value);
        writer.WriteString("decision", AnswerNames.Of(answer.Decision));
        writer.WriteString("state", answer.State);
        writer.WriteBoolean("enforced", answer.IsEnforced);
        writer.WriteString("mode", WorkspaceNames.Of(answer.Mode));
        writer.WriteString("tier", AnswerNames.Of(answer.Tier));
        writer.WriteString("rule", answer.Rule);
        writer.WriteString("reason", SecretMask.Mask(answer.Reason));
        writer.WriteNumber("score", answer.Score);
        writer.WriteStartArray("evidence");
        foreach (var evidence in answer.Evidence)
        {
            writer.WriteStartObject();
            writer.WriteString("segment", SecretMask.Mask(evidence.Segment));
            writer.WriteString("why", evidence.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (facts is not null)
        {
            writer.WritePropertyName("facts");
            MaskedJson.Write(writer, facts);
        }
        else if (!maskedFacts.IsEmpty)
        {
            writer.WritePropertyName("facts");
            writer.WriteRawValue(maskedFacts.Span, skipInputValidation: true);
        }

        writer.WriteString("policyVersion", answer.PolicyVersion);
        writer.WriteString("degradation", answer.Degradation);
        writer.WriteString("review", answer.Review?.ToString());
        writer.WriteString("decidedBy", answer.DecidedBy);
        WriteObject(writer, "edited", answer.Edited);
        WriteObject(writer, "grant", answer.Grant);
        writer.WriteNumber("elapsedMicroseconds", answer.ElapsedMicroseconds);
        if (answer.Position is { } position)
        {
            writer.WriteNumber("position", position.Value);
        }
        else
        {
            writer.WriteNull("position");
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; members that are missing become their strictest value.</summary>
    public static Answer Read(RegoObject json) => new()
    {
        Id = new ProposalId(Guid.TryParse(Text(json, "id"), out var id) ? id : Guid.Empty),
        Decision = AnswerNames.DecisionOf(Text(json, "decision")),
        State = Text(json, "state") ?? "decided",
        IsEnforced = !(json.TryGet("enforced", out var enforced) && enforced.Equals(RegoBoolean.False)),
        Mode = WorkspaceNames.TryParse(Text(json, "mode"), out WorkspaceMode mode) ? mode : WorkspaceMode.Enforce,
        Tier = AnswerNames.TierOf(Text(json, "tier")),
        Rule = Text(json, "rule") ?? "",
        Reason = Text(json, "reason") ?? "",
        Score = json.TryGet("score", out var score) && score is RegoNumber number ? number.ToDouble() : 1,
        Evidence = [.. Items(json, "evidence").Select(item => new Evidence(Text(item, "segment") ?? "", Text(item, "why") ?? ""))],
        PolicyVersion = Text(json, "policyVersion") ?? "",
        Degradation = Text(json, "degradation") ?? Answer.Normal,
        Review = Guid.TryParse(Text(json, "review"), out var review) ? new ReviewId(review) : null,
        DecidedBy = Text(json, "decidedBy"),
        Edited = json.TryGet("edited", out var edited) ? edited as RegoObject : null,
        Grant = json.TryGet("grant", out var grant) ? grant as RegoObject : null,
        ElapsedMicroseconds = json.TryGet("elapsedMicroseconds", out var elapsed) && elapsed is RegoNumber microseconds ? (long)microseconds.ToDouble() : 0,
    };

    private static void WriteObject(Utf8JsonWriter writer, string name, RegoObject? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WritePropertyName(name);
        writer.WriteRawValue(value.ToJson());
    }

    private static string? Text(RegoObject json, string name) => json.TryGet(name, out var value) && value is RegoString text ? text.Value : null;

    private static IEnumerable<RegoObject> Items(RegoObject json, string name) =>
        json.TryGet(name, out var value) && value is RegoArray array ? Enumerable.Range(0, array.Count).Select(i => array[i]).OfType<RegoObject>() : [];
}
