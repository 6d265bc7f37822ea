using Pharos.Shell.Effects;

namespace Pharos.Shell.Tests;

/// <summary>Analyses scripts as if they ran in a workspace whose disk cannot be looked at.</summary>
internal static class Sandbox
{
    public static ShellContext Context { get; } = new("/workspace", "/home/dev", "dev", new Blind());

    public static ShellAnalysis Analyze(string script) => new ShellAnalyzer().Analyze(script, Context);

    /// <summary>The commands a script would run, as a person would write them.</summary>
    public static string[] Run(string script) => [.. Analyze(script).Commands.Select(Show)];

    private static string Show(ShellCommand command) => string.Join(' ', command.Arguments.Select(word => word.Text).Prepend(command.Program.Text));

    private sealed class Blind : IFileView
    {
        public FileLook Look(string absolutePath) => new(FileKind.Unknown, null);

        public string? ReadText(string absolutePath, int maximumBytes) => null;
    }
}
