namespace Pharos.Gate.Degradation;

/// <summary>How careful the gate is. It gets stricter by itself and laxer only by hand.</summary>
public enum DegradationState
{
    /// <summary>As configured.</summary>
    Normal,

    /// <summary>The strict profile, no learned score, no grants, nothing remembered from before; what would be reviewed is denied.</summary>
    Emergency,

    /// <summary>Strict still, but reviews are opened again.</summary>
    Recovering,
}

/// <summary>The states by their names.</summary>
public static class DegradationStates
{
    /// <summary>The name on the wire.</summary>
    public static string NameOf(DegradationState state) => state switch
    {
        DegradationState.Normal => "normal",
        DegradationState.Emergency => "emergency",
        DegradationState.Recovering => "recovering",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string? name, out DegradationState state)
    {
        foreach (var known in Enum.GetValues<DegradationState>())
        {
            if (NameOf(known) == name)
            {
                state = known;
                return true;
            }
        }

        state = default;
        return false;
    }
}
