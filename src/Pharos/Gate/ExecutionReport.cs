namespace Pharos.Gate;

/// <summary>How an execution stands.</summary>
public enum ExecutionState
{
    /// <summary>Running.</summary>
    Executing,

    /// <summary>Ended well.</summary>
    Done,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>What an agent says it did.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Detail">Masked before it is recorded; null when there is nothing to say.</param>
public sealed record ExecutionReport(ExecutionState State, string? Detail)
{
    /// <summary>Longest detail kept as text, in characters; longer ones are recorded as hash and length.</summary>
    public const int MaximumDetailCharacters = 4096;

    /// <summary>Reads a wire name.</summary>
    public static bool TryParseState(string? name, out ExecutionState state)
    {
        state = name switch
        {
            "executing" => ExecutionState.Executing,
            "done" => ExecutionState.Done,
            "failed" => ExecutionState.Failed,
            _ => ExecutionState.Unknown,
        };
        return name is "executing" or "done" or "failed" or "unknown";
    }

    /// <summary>The wire name of a state.</summary>
    public static string NameOf(ExecutionState state) => state switch
    {
        ExecutionState.Executing => "executing",
        ExecutionState.Done => "done",
        ExecutionState.Failed => "failed",
        _ => "unknown",
    };
}
