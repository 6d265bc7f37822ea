namespace Pharos.Review;

/// <summary>What happens to a review that nobody judged in time.</summary>
public enum TimeoutAction
{
    /// <summary>It closes as expired and its callers are denied.</summary>
    Expire,

    /// <summary>It stays open, marked overdue, however long it takes.</summary>
    Hold,

    /// <summary>It stays open, marked overdue, and goes to the next in the chain.</summary>
    Escalate,
}

/// <summary>The names of timeout actions in configuration and on the wire.</summary>
public static class TimeoutActions
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(TimeoutAction action) => action switch { TimeoutAction.Expire => "expire", TimeoutAction.Hold => "hold", _ => "escalate" };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out TimeoutAction action)
    {
        action = name switch { "hold" => TimeoutAction.Hold, "escalate" => TimeoutAction.Escalate, _ => TimeoutAction.Expire };
        return name is "expire" or "hold" or "escalate";
    }
}
