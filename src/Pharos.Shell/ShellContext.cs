using Pharos.Shell.Effects;

namespace Pharos.Shell;

/// <summary>Where a script would run.</summary>
/// <param name="WorkingDirectory">Absolute path.</param>
/// <param name="Home">Home folder of the user it runs as: absolute path.</param>
/// <param name="User">Name of that user.</param>
/// <param name="Files">What may be looked at on the agent's disk.</param>
public sealed record ShellContext(string WorkingDirectory, string Home, string User, IFileView Files);
