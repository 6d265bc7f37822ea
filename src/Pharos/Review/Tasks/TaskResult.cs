using System.Text.Json;

namespace Pharos.Review.Tasks;

/// <summary>What came of a task, as recorded. Every text is masked.</summary>
public sealed record TaskResult
{
    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was made; null for an opinion and for a failure without one.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The opinion; null for anything but a judgement.</summary>
    public TaskOpinion? Opinion { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Problem { get; init; }
}

/// <summary>An opinion on a review.</summary>
/// <param name="Verdict">What the expert thinks.</param>
/// <param name="Confidence">How sure it is, 0 to 1. It is held against what people and executions say later.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record TaskOpinion(OpinionVerdict Verdict, double Confidence, string Reason)
{
    /// <summary>Longest reason in characters.</summary>
    public const int MaximumReasonCharacters = 4000;
}

/// <summary>What an expert thinks of a proposal.</summary>
public enum OpinionVerdict
{
    /// <summary>It has no opinion.</summary>
    Abstain,

    /// <summary>It may happen.</summary>
    Approve,

    /// <summary>It may not happen.</summary>
    Reject,
}

/// <summary>The names opinions have on the wire.</summary>
public static class OpinionVerdicts
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Approve => "approve",
        OpinionVerdict.Reject => "reject",
        _ => "abstain",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out OpinionVerdict verdict)
    {
        verdict = name switch
        {
            "approve" => OpinionVerdict.Approve,
            "reject" => OpinionVerdict.Reject,
            _ => OpinionVerdict.Abstain,
        };
        return name is "approve" or "reject" or "abstain";
    }
}
