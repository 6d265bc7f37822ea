namespace Pharos.Shell.Effects;

/// <summary>How much of a folder a pattern or a search means. A cleaning of <c>*.pyc</c> is not the loss of the folder, and <c>*</c> is.</summary>
public enum Selection
{
    /// <summary>Everything, or nothing was said that would leave something out.</summary>
    All,

    /// <summary>What is old, big, empty or somebody's: less than everything, but nobody can say how much less.</summary>
    Some,

    /// <summary>What has a name of a certain form.</summary>
    Named,
}

/// <summary>Reads how much a pattern leaves out.</summary>
internal static class Selections
{
    /// <summary>The selection of a pathname pattern by the last part of it: two letters or digits beside each other are a form of name.</summary>
    public static Selection OfPattern(string pattern)
    {
        var last = pattern[(pattern.LastIndexOf('/') + 1)..];
        if (last.Length > 1 && last[0] == '*' && last[^1] == '*')
        {
            // A piece from the middle of a name matches more than anybody has in mind, the repository among it.
            return Selection.Some;
        }

        if (last.Contains(".git", StringComparison.Ordinal))
        {
            return Selection.All;
        }

        var run = 0;
        var inSet = false;
        foreach (var character in last)
        {
            inSet = character == '[' || (inSet && character != ']');
            run = !inSet && char.IsLetterOrDigit(character) ? run + 1 : 0;
            if (run == 2)
            {
                return Selection.Named;
            }
        }

        // Backups of editors and compiled objects have forms of one letter: *~, *.o.
        return last.Length > 1 && last[^1] == '~' || last.Length > 2 && last[^2] == '.' && char.IsAsciiLetter(last[^1]) ? Selection.Named : Selection.All;
    }
}
