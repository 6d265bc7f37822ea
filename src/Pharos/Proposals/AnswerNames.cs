namespace Pharos.Proposals;

/// <summary>The names decisions and tiers have on the wire.</summary>
public static class AnswerNames
{
    /// <summary>The wire name of a decision.</summary>
    public static string Of(Decision decision) => decision switch { Decision.Allow => "allow", Decision.Deny => "deny", _ => "review" };

    /// <summary>The wire name of a tier.</summary>
    public static string Of(Tier tier) => tier switch
    {
        Tier.Facts => "facts",
        Tier.Memory => "memory",
        Tier.Pattern => "pattern",
        Tier.Review => "review",
        _ => "policy",
    };

    /// <summary>Reads a decision's wire name; anything else is a deny, because a record that cannot be read must not permit.</summary>
    public static Decision DecisionOf(string? name) => name switch { "allow" => Decision.Allow, "review" => Decision.Review, _ => Decision.Deny };

    /// <summary>Reads a tier's wire name; anything else is the facts tier, where unreadable input is decided.</summary>
    public static Tier TierOf(string? name) => name switch
    {
        "memory" => Tier.Memory,
        "policy" => Tier.Policy,
        "pattern" => Tier.Pattern,
        "review" => Tier.Review,
        _ => Tier.Facts,
    };
}
