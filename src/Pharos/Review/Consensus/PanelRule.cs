namespace Pharos.Review.Consensus;

/// <summary>How experts judge the reviews that certain rules of the gate ask for.</summary>
/// <param name="Rule">The rule's name; a star at its end stands for any ending.</param>
public sealed record PanelRule(string Rule)
{
    /// <summary>Most experts that are asked.</summary>
    public const int MaximumSeats = 16;

    /// <summary>Specialities that a high risk needs at least.</summary>
    public const int SpecialitiesForHighRisk = 2;

    /// <summary>Rules that stand before it and ask nobody: their reviews are left to people, whatever it says.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];

    /// <summary>What the experts are good at: the seats are dealt among them in turn.</summary>
    public required IReadOnlyList<string> Specialities { get; init; }

    /// <summary>How many experts are asked; where it is one, what <see cref="Alone"/> says is what it may approve.</summary>
    public required int Of { get; init; }

    /// <summary>How many must approve.</summary>
    public required int Need { get; init; }

    /// <summary>How many of them may lie, stay silent or say different things without making an approval wrong.</summary>
    public required int Faulty { get; init; }

    /// <summary>How many specialities there must be among those who approve. Default: 1; a high risk always needs two.</summary>
    public int Different { get; init; } = 1;

    /// <summary>The highest risk that they may approve; what is riskier is left to people. Default: medium.</summary>
    public ReviewRisk Risk { get; init; } = ReviewRisk.Medium;

    /// <summary>How sure somebody must be for the vote to count. Default: 0.7.</summary>
    public double Confidence { get; init; } = 0.7;

    /// <summary>After which people take over. Default: 2 min.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>When one expert alone may approve; null for never.</summary>
    public LoneApproval? Alone { get; init; }

    /// <summary>What a rejection by experts does. Default: people decide.</summary>
    public RejectionAction OnRejection { get; init; } = RejectionAction.People;

    /// <summary>Whether it is about a rule of the gate.</summary>
    public bool Matches(string rule) => Matches(Rule, rule) && !Unless.Any(earlier => Matches(earlier, rule));

    /// <summary>Whether its experts may judge what is so risky.</summary>
    public bool Takes(ReviewRisk risk) =>
        risk <= Risk
        && (risk < ReviewRisk.High || Specialities.Distinct(StringComparer.Ordinal).Count() >= SpecialitiesForHighRisk)
        && (Of > 1 || risk <= Alone?.Risk);

    private static bool Matches(string pattern, string rule) => pattern.EndsWith('*') ? rule.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == rule;

    /// <summary>How many specialities an approval of such a risk needs.</summary>
    internal int DifferentFor(ReviewRisk risk) => risk == ReviewRisk.High ? Math.Max(Different, SpecialitiesForHighRisk) : Different;

    /// <summary>The speciality of each seat.</summary>
    internal IEnumerable<string> Seats => Enumerable.Range(0, Of).Select(seat => Specialities[seat % Specialities.Count]);
}

/// <summary>When one expert alone may approve.</summary>
/// <param name="Risk">The highest risk; never high.</param>
/// <param name="Confidence">How sure the expert must be.</param>
public sealed record LoneApproval(ReviewRisk Risk, double Confidence);

/// <summary>What a rejection by experts does.</summary>
public enum RejectionAction
{
    /// <summary>People decide.</summary>
    People,

    /// <summary>It is rejected, where more reject than could be faulty.</summary>
    Reject,
}

/// <summary>The names these have on the wire.</summary>
public static class RejectionActions
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(RejectionAction action) => action == RejectionAction.Reject ? "reject" : "people";

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out RejectionAction action)
    {
        action = name == "reject" ? RejectionAction.Reject : RejectionAction.People;
        return name is "reject" or "people";
    }
}
