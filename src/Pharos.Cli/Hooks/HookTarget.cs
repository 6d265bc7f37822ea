using Pharos.Cli.Invocation;
using Pharos.Proposals;

namespace Pharos.Cli.Hooks;

/// <summary>Whose settings a hook command is about.</summary>
/// <param name="Settings">The settings file.</param>
/// <param name="Project">The project's folder; null for the user's settings.</param>
/// <param name="Home">The user's home folder.</param>
internal sealed record HookTarget(string Settings, string? Project, string Home)
{
    /// <summary>The subject of an agent for which none was named.</summary>
    public const string DefaultSubject = "claude-code";

    /// <summary>Finds the target, or says why there is none.</summary>
    /// <param name="project">What <c>--project</c> said; null for the current folder.</param>
    /// <param name="isUser">Whether <c>--user</c> stood there.</param>
    public static (HookTarget? Target, string? Misuse) Find(string? project, bool isUser)
    {
        var home = LexicalPath.Normalise(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        if (isUser)
        {
            return project is null ? (new HookTarget(Path.Combine(home, ".claude/settings.json"), null, home), null) : (null, "Choose --project or --user, not both.");
        }

        var folder = LexicalPath.Normalise(Path.GetFullPath(project ?? Directory.GetCurrentDirectory()));
        if (!Directory.Exists(folder))
        {
            return (null, $"{folder} is not a folder.");
        }

        // Claude Code reports the physical path as its working directory.
        var physical = LexicalPath.Normalise(Physical(folder));
        return physical == "/" || physical == home || physical == Physical(home)
            ? (null, $"{folder} cannot be a project: everything of the user would be inside it. Name the project's folder with --project, or use --user.")
            : (new HookTarget(Path.Combine(physical, ".claude/settings.json"), physical, home), null);
    }

    /// <summary>Every settings file that Claude Code would read for this target; any of them may turn hooks off.</summary>
    public IReadOnlyList<string> Readable => Project is null
        ? [Settings]
        : [Settings, Path.Combine(Project, ".claude/settings.local.json"), Path.Combine(Home, ".claude/settings.json")];

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
