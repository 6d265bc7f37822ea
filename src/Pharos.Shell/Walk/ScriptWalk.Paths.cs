using Pharos.Shell.Effects;
using Pharos.Shell.Effects.Programs;
using Pharos.Shell.Expand;

namespace Pharos.Shell.Walk;

/// <summary>
/// What commands print when it is names of files: nobody knows which, but that they lie below a folder is certain, and that is what matters to whoever is
/// given them (<c>find src -name '*.o' | xargs rm</c>).
/// </summary>
internal sealed partial class ScriptWalk
{
    private const int LongestSift = 8;

    /// <summary>Patterns that hold every path that comes out of a command, or null when it may print anything.</summary>
    private IReadOnlyList<ShellWord>? PathsFrom(int? index)
    {
        var selection = Selection.All;
        for (var sifted = 0; index is { } at && at >= 0 && at < _commands.Count && _commands[at] is { } command && sifted < LongestSift; sifted++)
        {
            if (command.AlsoPipedFrom.Count > 0 || command.Wrappers.Count > 0 || !command.Program.IsKnown || command.WorkingDirectory is null
                || command.Redirects.Any(static redirect => redirect.Descriptor != 2) || command.Arguments.Any(static word => !word.IsKnown && !word.IsGlob))
            {
                return null;
            }

            if (command.PipedFrom is null)
            {
                return PrintedPaths.Of(command, selection);
            }

            if (PrintedPaths.Sifts(command) is not { } left)
            {
                return null;
            }

            selection = left > selection ? left : selection;
            index = command.PipedFrom;
        }

        return null;
    }

    /// <summary>The words that a pipe gives to a command that takes its arguments from there; null when they may be anything.</summary>
    private IReadOnlyList<ShellWord>? Piped(ShellCommand command)
    {
        if (command.PipedFrom is not { } before || command.AlsoPipedFrom.Count > 0 || _commands[before] is not { } producer)
        {
            return null;
        }

        if (PathsFrom(before) is { } paths)
        {
            return paths;
        }

        var output = Output(producer, out _);
        return output.IsKnown && !output.Text.AsSpan().ContainsAny("'\"\\")
            ? [.. output.Text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(word => ShellWord.Known(word, command.Span))]
            : null;
    }

    /// <summary>A substitution that prints paths of one pattern is that pattern.</summary>
    private ShellValue Paths(int last)
    {
        return PathsFrom(last) is [var only]
            ? new ShellValue(only.Text, false, only.KnownPrefix) { IsGlob = true, Selection = only.Selection }
            : ShellValue.Unknown;
    }
}
