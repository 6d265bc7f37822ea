namespace Pharos.Review;

/// <summary>How bad it would be if the proposal were a mistake. Decides the order of the queue, whether many may be judged at once and how many people it takes.</summary>
public enum ReviewRisk
{
    /// <summary>Little or nothing, or it can be undone.</summary>
    Low,

    /// <summary>Something outside of the workspace.</summary>
    Medium,

    /// <summary>Hard to undo, or others are affected.</summary>
    High,
}

/// <summary>The names risks have on the wire.</summary>
public static class ReviewRisks
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(ReviewRisk risk) => risk switch { ReviewRisk.Low => "low", ReviewRisk.Medium => "medium", _ => "high" };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out ReviewRisk risk)
    {
        risk = name switch { "low" => ReviewRisk.Low, "medium" => ReviewRisk.Medium, _ => ReviewRisk.High };
        return name is "low" or "medium" or "high";
    }
}
