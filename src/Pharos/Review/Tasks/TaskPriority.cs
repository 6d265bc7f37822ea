namespace Pharos.Review.Tasks;

/// <summary>How much a task matters; of two that wait, the one that matters more is placed first.</summary>
public enum TaskPriority
{
    /// <summary>After everything else.</summary>
    Low,

    /// <summary>As it comes.</summary>
    Normal,

    /// <summary>Before others.</summary>
    High,
}

/// <summary>The names priorities have on the wire.</summary>
public static class TaskPriorities
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(TaskPriority priority) => priority switch
    {
        TaskPriority.Low => "low",
        TaskPriority.High => "high",
        _ => "normal",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out TaskPriority priority)
    {
        priority = name switch
        {
            "low" => TaskPriority.Low,
            "high" => TaskPriority.High,
            _ => TaskPriority.Normal,
        };
        return name is "low" or "normal" or "high";
    }
}
