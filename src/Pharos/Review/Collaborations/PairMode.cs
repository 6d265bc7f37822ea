namespace Pharos.Review.Collaborations;

/// <summary>How two agents pair: what the partner may do beside talking.</summary>
public enum PairMode
{
    /// <summary>The partner watches and comments.</summary>
    Passive,

    /// <summary>The partner suggests, the driver judges.</summary>
    Active,

    /// <summary>Both suggest, and each judges what the other one suggested.</summary>
    Collaborative,

    /// <summary>The driver suggests, and nothing is accepted without the partner.</summary>
    Review,
}

/// <summary>The names modes have on the wire.</summary>
public static class PairModes
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(PairMode mode) => mode switch
    {
        PairMode.Passive => "passive",
        PairMode.Active => "active",
        PairMode.Collaborative => "collaborative",
        _ => "review",
    };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out PairMode mode)
    {
        foreach (var candidate in Enum.GetValues<PairMode>())
        {
            if (NameOf(candidate) == name)
            {
                mode = candidate;
                return true;
            }
        }

        mode = default;
        return false;
    }
}
