namespace Pharos.Grants;

/// <summary>Whom a grant serves. It always covers one question only; a scope never widens what may be done.</summary>
public enum GrantScope
{
    /// <summary>This proposal, this time: what an approval is anyway. Nothing stands afterwards.</summary>
    Once,

    /// <summary>The same agent in the same session and workspace.</summary>
    Session,

    /// <summary>Every agent in the workspace.</summary>
    Workspace,
}

/// <summary>The names of scopes on the wire.</summary>
public static class GrantScopes
{
    /// <summary>The lower-case name.</summary>
    public static string NameOf(GrantScope scope) => scope switch { GrantScope.Session => "session", GrantScope.Workspace => "workspace", _ => "once" };

    /// <summary>Reads a name; false for anything else.</summary>
    public static bool TryParse(string? name, out GrantScope scope)
    {
        scope = name switch { "session" => GrantScope.Session, "workspace" => GrantScope.Workspace, _ => GrantScope.Once };
        return name is "once" or "session" or "workspace";
    }
}
