namespace Pharos.Proposals;

/// <summary>
/// The configured workspaces. Root, mode and profile come from here only: an agent that names its own workspace cannot make itself a laxer one.
/// Immutable; a reload makes a new one.
/// </summary>
public sealed class WorkspaceDirectory
{
    private readonly WorkspaceOptions[] _byLongestRoot;
    private readonly string _serverHome;

    /// <param name="workspaces">The configured workspaces, in any order.</param>
    /// <param name="serverHome">Home folder of the server's user, which is refused as a workspace like every agent's home.</param>
    public WorkspaceDirectory(IEnumerable<WorkspaceOptions> workspaces, string serverHome)
    {
        _byLongestRoot = [.. workspaces.Select(w => w with { Root = LexicalPath.Normalise(w.Root) }).OrderByDescending(w => w.Root.Length)];
        _serverHome = LexicalPath.Normalise(serverHome);
    }

    /// <summary>Every configured workspace, longest root first.</summary>
    public IReadOnlyList<WorkspaceOptions> All => _byLongestRoot;

    /// <summary>Finds the workspace that holds a working directory.</summary>
    /// <param name="workingDirectory">Absolute, normalised path.</param>
    /// <param name="named">The workspace the caller named; used only when none is configured there, then with the strictest treatment.</param>
    /// <param name="home">The agent's home folder.</param>
    /// <returns>The workspace, or null when the folder is refused as one: the root of the disk or a home folder.</returns>
    public Workspace? Find(string workingDirectory, string named, string home)
    {
        foreach (var candidate in _byLongestRoot)
        {
            if (LexicalPath.IsWithin(workingDirectory, candidate.Root))
            {
                return new Workspace(candidate.Root, candidate.Mode, candidate.Profile, IsConfigured: true);
            }
        }

        return IsRefused(named, home) ? null : new Workspace(named, WorkspaceMode.Enforce, WorkspaceProfile.Strict, IsConfigured: false);
    }

    // A workspace of "/" or a home folder would make every file on the machine, keys and start-up files included, "in the workspace".
    private bool IsRefused(string root, string home) =>
        root == "/" || root == _serverHome || root == LexicalPath.Normalise(home) || root is "/root" or "/home" || LexicalPath.ParentOf(root) is "/home";
}
