using Pharos.Cli.Invocation;

namespace Pharos.Cli.Bench;

/// <summary>The proposals that are sent.</summary>
/// <param name="Repeated">Bodies of commands that come again and again.</param>
/// <param name="New">A body in which @ stands where every command differs.</param>
internal sealed record HttpBodies(IReadOnlyList<string> Repeated, string New)
{
    // What agents do all day; allowed, so that memory answers the second time.
    private static readonly string[] Commands =
    [
        "git status", "git diff --stat HEAD~1", "ls -la src", "cat README.md | head -50", "grep -rn \"parse\" src --include='*.cs'", "npm test", "find . -name '*.py' | wc -l",
        "git log --oneline -20", "wc -l src/*.cs", "mkdir -p out", "tail -100 build.log", "head -5 package.json", "git branch --show-current", "sort names.txt | uniq -c", "pwd", "date",
        "git show HEAD --stat", "ls", "diff a.txt b.txt",
    ];

    /// <summary>The bodies of commands in a workspace.</summary>
    public static HttpBodies In(string workspace) => new([.. Commands.Select(command => Body(workspace, command))], Body(workspace, "grep -n \"needle-@\" src/main.cs"));

    /// <summary>The body of a command that was never sent before.</summary>
    public string Fresh(string number) => New.Replace("@", number, StringComparison.Ordinal);

    private static string Body(string workspace, string command) => CommandCall.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "command");
        json.WriteString("tool", "Bash");
        json.WriteStartObject("input");
        json.WriteString("command", command);
        json.WriteEndObject();
        json.WriteString("workspace", workspace);
        json.WriteString("cwd", workspace);
        json.WriteEndObject();
    });
}
