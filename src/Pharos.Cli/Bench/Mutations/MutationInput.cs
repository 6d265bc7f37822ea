using System.Text;

namespace Pharos.Cli.Bench.Mutations;

/// <summary>What a mutation works on.</summary>
/// <param name="command">The text.</param>
/// <param name="random">Its choices; seeded, so that a run can be repeated.</param>
/// <param name="programFolder">The folder that programs without a path are said to stand in.</param>
internal sealed class MutationInput(string command, Random random, string programFolder = "/usr/bin")
{
    private IReadOnlyList<CommandPlace>? _places;

    /// <summary>The text.</summary>
    public string Command => command;

    /// <summary>Its choices.</summary>
    public Random Random => random;

    /// <summary>The folder that programs without a path are said to stand in.</summary>
    public string ProgramFolder => programFolder;

    /// <summary>The commands that can be rewritten in place.</summary>
    public IReadOnlyList<CommandPlace> Places => _places ??= CommandPlaces.Find(command);

    /// <summary>Rewrites the name of every program; null where none could be.</summary>
    public string? WithPrograms(Func<CommandPlace, string?> rewrite) =>
        Replace(place => rewrite(place) is { } name ? (place.Start, place.Start + place.Program.Length, name) : null);

    /// <summary>Rewrites the name of every program that a path or another program can start.</summary>
    public string? WithExternalPrograms(Func<CommandPlace, string?> rewrite) => WithPrograms(place => place.IsExternal ? rewrite(place) : null);

    /// <summary>Rewrites every command that consists of plain words only.</summary>
    public string? WithWholeCommands(Func<CommandPlace, string?> rewrite) =>
        Replace(place => place.IsWhole && !place.IsDeclaration && rewrite(place) is { } text ? (place.Start, place.End, text) : null);

    /// <summary>Rewrites the plain arguments of every command.</summary>
    public string? WithArguments(Func<CommandPlace, string, string?> rewrite)
    {
        var changed = false;
        var text = Replace(place =>
        {
            if (place.IsDeclaration || place.Arguments.Count == 0)
            {
                return null;
            }

            var from = place.Arguments[0].Start;
            var words = new StringBuilder();
            var at = from;
            foreach (var argument in place.Arguments)
            {
                var rewritten = rewrite(place, argument.Text);
                changed |= rewritten is not null;
                words.Append(command, at, argument.Start - at).Append(rewritten ?? argument.Text);
                at = argument.Start + argument.Text.Length;
            }

            return (from, place.End, words.ToString());
        });
        return changed ? text : null;
    }

    /// <summary>A name for a variable or a function that the text does not hold.</summary>
    public string FreshName()
    {
        while (true)
        {
            var name = $"{(char)('a' + random.Next(26))}{(char)('a' + random.Next(26))}{random.Next(10, 99)}";
            if (!command.Contains(name, StringComparison.Ordinal))
            {
                return name;
            }
        }
    }

    private string? Replace(Func<CommandPlace, (int Start, int End, string Text)?> rewrite)
    {
        var text = new StringBuilder(command);
        var changed = false;
        foreach (var place in Places.Reverse())
        {
            if (!place.IsDeclaration && rewrite(place) is { } change)
            {
                text.Remove(change.Start, change.End - change.Start).Insert(change.Start, change.Text);
                changed = true;
            }
        }

        return changed ? text.ToString() : null;
    }
}
