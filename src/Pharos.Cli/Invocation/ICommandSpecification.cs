using System.CommandLine;

namespace Pharos.Cli.Invocation;

/// <summary>One command that describes itself: words, options, help, examples and what it does. Every command is such a class, listed in <see cref="CommandLine"/>.</summary>
internal interface ICommandSpecification
{
    /// <summary>Makes the command.</summary>
    /// <param name="common">The options that every command takes.</param>
    Command Build(CommonOptions common);
}
