using System.CommandLine;

namespace Pharos.Cli.Invocation;

/// <summary>A command whose help shows how it is used.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole command lines, most common first.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
