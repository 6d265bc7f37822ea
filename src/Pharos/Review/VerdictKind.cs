namespace Pharos.Review;

/// <summary>What a reviewer says.</summary>
public enum VerdictKind
{
    /// <summary>It may happen, perhaps with another input.</summary>
    Approve,

    /// <summary>It may not happen; the reason is required.</summary>
    Reject,

    /// <summary>Not like this: a question or an instruction for the agent.</summary>
    Respond,
}

/// <summary>The names verdicts have on the wire.</summary>
public static class VerdictKinds
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(VerdictKind verdict) => verdict switch { VerdictKind.Approve => "approve", VerdictKind.Reject => "reject", _ => "respond" };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out VerdictKind verdict)
    {
        verdict = name switch { "approve" => VerdictKind.Approve, "reject" => VerdictKind.Reject, _ => VerdictKind.Respond };
        return name is "approve" or "reject" or "respond";
    }
}
