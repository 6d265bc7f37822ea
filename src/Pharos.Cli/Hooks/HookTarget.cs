using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Hooks;

/// <summary>Whose settings a hook command is about.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Settings">The settings file.</param>
/// <param name="Project">The project's folder; null for the user's settings.</param>
/// <param name="Home">The user's home folder.</param>
internal sealed record HookTarget(IAgentHooks Agent, string Settings, string? Project, string Home)
{
    /// <summary>Finds the target, or says why there is none.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="project">What <c>--project</c> said; null for the current folder.</param>
    /// <param name="isUser">Whether <c>--user</c> stood there.</param>
    public static (HookTarget? Target, string? Misuse) Find(IAgentHooks agent, string? project, bool isUser)
    {
        var home = LexicalPath.Normalise(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (isUser)
        {
            return project is null ? (new HookTarget(agent, Path.Combine(home, agent.SettingsPath), null, home), null) : (null, "Choose --project or --user, not both.");
        }

        var folder = LexicalPath.Normalise(Path.GetFullPath(project ?? Directory.GetCurrentDirectory()));
        if (!Directory.Exists(folder))
        {
            return (null, $"{folder} is not a folder.");
        }

        // Agents report the physical path as their working directory.
        var physical = LexicalPath.Normalise(Physical(folder));
        return physical == "/" || physical == home || physical == Physical(home)
            ? (null, $"{folder} cannot be a project: everything of the user would be inside it. Name the project's folder with --project, or use --user.")
            : (new HookTarget(agent, Path.Combine(physical, agent.SettingsPath), physical, home), null);
    }

    /// <summary>A file of the project; the user's own where there is no project.</summary>
    public string InProject(string file) => Path.Combine(Project ?? Home, file);

    /// <summary>A file below the home folder.</summary>
    public string InHome(string file) => Path.Combine(Home, file);

    /// <summary>A settings file of the agent as it stands; null where there is none.</summary>
    /// <exception cref="HookSettingsException">It cannot be read; the message names it.</exception>
    public JsonSpan? Read(string path)
    {
        try
        {
            return new HookSettings(Agent.Layout).ReadRoot(new SettingsFile(path).Read());
        }
        catch (HookSettingsException problem)
        {
            throw new HookSettingsException($"{path}: {problem.Message}");
        }
    }

    private static string Physical(string folder)
    {
        // Every component may be a link; the framework resolves only the last.
        var resolved = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            resolved = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }

        return resolved;
    }
}
