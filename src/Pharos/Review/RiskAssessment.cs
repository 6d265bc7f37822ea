using Pharos.Gate;
using Pharos.Rego.Values;

namespace Pharos.Review;

/// <summary>Estimates from its effects how bad a proposal would be if it were a mistake.</summary>
internal static class RiskAssessment
{
    private static readonly HashSet<string> Grave = new(StringComparer.Ordinal) { "escalate", "write-device", "persist", "weaken", "expose-secret", "upload" };

    private static readonly HashSet<string> Outside = new(StringComparer.Ordinal) { "change-remote", "control-process", "install", "listen" };

    /// <summary>The risk of what the gate left open. What nobody could understand is at least medium.</summary>
    public static ReviewRisk Of(GateVerdict verdict)
    {
        var risk = verdict.Answer.Tier == Proposals.Tier.Facts ? ReviewRisk.Medium : ReviewRisk.Low;
        if (verdict.Facts is not RegoObject facts)
        {
            return ReviewRisk.High;
        }

        foreach (var effect in Objects(facts, "effects"))
        {
            risk = Worse(risk, Of(effect));
        }

        return Objects(facts, "flows").Any() ? Worse(risk, ReviewRisk.High) : risk;
    }

    private static ReviewRisk Of(RegoObject effect)
    {
        var kind = Text(effect, "effect");
        var isOutside = !(effect.TryGet("inWorkspace", out var inside) && inside.Equals(RegoBoolean.True));
        return Grave.Contains(kind) ? ReviewRisk.High
            : kind == "delete" && isOutside ? ReviewRisk.High
            : Outside.Contains(kind) || (kind is "write" or "delete" && isOutside) ? ReviewRisk.Medium
            : ReviewRisk.Low;
    }

    private static ReviewRisk Worse(ReviewRisk one, ReviewRisk other) => one > other ? one : other;

    private static IEnumerable<RegoObject> Objects(RegoObject facts, string name) =>
        facts.TryGet(name, out var value) && value is RegoArray array ? array.OfType<RegoObject>() : [];

    private static string Text(RegoObject value, string name) => value.TryGet(name, out var member) && member is RegoString text ? text.Value : "";
}
