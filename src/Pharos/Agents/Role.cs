namespace Pharos.Agents;

/// <summary>What a token's holder may do; the matrix of roles and routes stands in the server's security folder.</summary>
public enum Role
{
    /// <summary>Proposes, reads and reports on its own.</summary>
    Agent,

    /// <summary>Reads everything but secrets.</summary>
    Viewer,

    /// <summary>A viewer who also decides reviews and grants.</summary>
    Reviewer,

    /// <summary>Works its own inbox: results and votes.</summary>
    Expert,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>The names roles have on the wire.</summary>
public static class RoleNames
{
    /// <summary>The lower-case name used in tokens, configuration and JSON.</summary>
    public static string Of(Role role) => role switch
    {
        Role.Agent => "agent",
        Role.Viewer => "viewer",
        Role.Reviewer => "reviewer",
        Role.Expert => "expert",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    /// <summary>Reads a wire name; false for anything else, also for another letter case.</summary>
    public static bool TryParse(string? name, out Role role)
    {
        foreach (var candidate in Enum.GetValues<Role>())
        {
            if (string.Equals(Of(candidate), name, StringComparison.Ordinal))
            {
                role = candidate;
                return true;
            }
        }

        role = default;
        return false;
    }
}
