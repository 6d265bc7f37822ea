using System.Collections.Frozen;

namespace Pharos.Gate.Facts.Content;

/// <summary>
/// Says which parts of a file are run, by its name, its place and its first line. What is run by nothing (a page of documentation that shows a command) holds none. Pure.
/// </summary>
internal static class RunnableText
{
    /// <summary>Most scripts of one file.</summary>
    public const int MaximumScripts = 64;

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".sh"] = RunnableScript.Shell, [".bash"] = RunnableScript.Shell, [".zsh"] = RunnableScript.Shell, [".ksh"] = RunnableScript.Shell, [".command"] = RunnableScript.Shell, [".bats"] = RunnableScript.Shell,
        [".py"] = "python3", [".pyw"] = "python3", [".js"] = "node", [".mjs"] = "node", [".cjs"] = "node", [".ts"] = "node", [".rb"] = "ruby", [".pl"] = "perl", [".pm"] = "perl",
        [".php"] = "php", [".lua"] = "lua", [".ps1"] = "pwsh", [".psm1"] = "pwsh",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ShellNames = FrozenSet.Create(
        StringComparer.Ordinal,
        [".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout", ".kshrc", ".xinitrc", ".xsession", ".xprofile",
         ".envrc", "bash.bashrc", "PKGBUILD", "APKBUILD", "configure", "gradlew", "mvnw"]);

    private static readonly string[] ShellFolders = ["/.git/hooks/", "/.husky/", "/.githooks/", "/etc/profile.d/", "/etc/init.d/", "/etc/cron.daily/", "/etc/cron.hourly/", "/etc/cron.weekly/", "/etc/cron.monthly/"];

    /// <summary>The parts of a file that something runs.</summary>
    /// <param name="path">Where the file is, absolute.</param>
    /// <param name="text">Its content, or a part of it.</param>
    public static IReadOnlyList<RunnableScript> Of(string path, string text)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (text.Length == 0)
        {
            return [];
        }

        if (OfFormat(path, name, text) is { } scripts)
        {
            return scripts;
        }

        var language = LanguageOf(path, name, text);
        return language is null ? [] : [new RunnableScript(language, text, language == RunnableScript.Shell ? EffectOrigin.Script : EffectOrigin.Code)];
    }

    private static IReadOnlyList<RunnableScript>? OfFormat(string path, string name, string text)
    {
        switch (name)
        {
            case "Makefile" or "makefile" or "GNUmakefile" or "justfile" or "Justfile" or ".justfile":
                return RecipeText.Of(text);
            case "package.json" or "composer.json" or "deno.json" or "tasks.json" or ".mcp.json" or "mcp.json" or "devcontainer.json" or "launch.json":
                return JsonScripts.Of(name, text);
            case ".gitlab-ci.yml" or ".travis.yml" or "azure-pipelines.yml" or "bitbucket-pipelines.yml" or ".drone.yml" or "cloudbuild.yaml" or ".cirrus.yml":
                return YamlScripts.Of(text, EffectOrigin.Elsewhere);
            case ".pre-commit-config.yaml" or "Taskfile.yml" or "Taskfile.yaml" or "lefthook.yml" or "action.yml":
                return YamlScripts.Of(text, name == "action.yml" ? EffectOrigin.Elsewhere : EffectOrigin.Script);
            case "crontab":
                return CronText.Of(text);
        }

        if (name.StartsWith("Dockerfile", StringComparison.Ordinal) || name.StartsWith("Containerfile", StringComparison.Ordinal) || name.EndsWith(".dockerfile", StringComparison.OrdinalIgnoreCase))
        {
            return ImageText.Of(text);
        }

        if (name.EndsWith(".mk", StringComparison.Ordinal))
        {
            return RecipeText.Of(text);
        }

        var isYaml = name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal);
        if (isYaml && (path.Contains("/.github/workflows/", StringComparison.Ordinal) || path.Contains("/.gitea/workflows/", StringComparison.Ordinal) || path.Contains("/.circleci/", StringComparison.Ordinal)))
        {
            return YamlScripts.Of(text, EffectOrigin.Elsewhere);
        }

        if (path.StartsWith("/var/spool/cron/", StringComparison.Ordinal) || path.StartsWith("/etc/cron.d/", StringComparison.Ordinal))
        {
            return CronText.Of(text);
        }

        return name.EndsWith(".service", StringComparison.Ordinal) || name.EndsWith(".desktop", StringComparison.Ordinal) || name.EndsWith(".path", StringComparison.Ordinal)
            ? UnitText.Of(text)
            : null;
    }

    private static string? LanguageOf(string path, string name, string text)
    {
        if (text.StartsWith("#!", StringComparison.Ordinal))
        {
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            return Interpreter.Of(end < 0 ? text : text[..end]);
        }

        var dot = name.LastIndexOf('.');
        if (dot > 0 && ByExtension.TryGetValue(name[dot..], out var language))
        {
            return language;
        }

        return ShellNames.Contains(name) || (dot < 0 || path.Contains("/.git/hooks/", StringComparison.Ordinal)) && ShellFolders.Any(folder => path.Contains(folder, StringComparison.Ordinal))
            ? RunnableScript.Shell
            : null;
    }
}
