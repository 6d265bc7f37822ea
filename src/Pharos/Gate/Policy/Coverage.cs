using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>The commands and effects that an allow speaks for: everything, or <c>"command:0"</c> and <c>"effect:2"</c> by index.</summary>
internal sealed class Coverage
{
    private readonly bool _isEverything;
    private readonly List<int> _commands = [];
    private readonly List<int> _effects = [];

    private Coverage(bool isEverything) => _isEverything = isEverything;

    public static Coverage Nothing { get; } = new(false);

    public static Coverage Everything { get; } = new(true);

    /// <summary>Reads <c>"all"</c> or a list or set of names; null for anything else, because a coverage that is misread may cover too much.</summary>
    public static Coverage? Read(RegoValue value)
    {
        if (value is RegoString { Value: "all" })
        {
            return Everything;
        }

        if (value is not (RegoArray or RegoSet))
        {
            return null;
        }

        var coverage = new Coverage(false);
        foreach (var item in (IEnumerable<RegoValue>)value)
        {
            if (item is not RegoString name || !TryRead(name.Value, "command:", coverage._commands) && !TryRead(name.Value, "effect:", coverage._effects))
            {
                return null;
            }
        }

        return coverage;
    }

    /// <summary>True when the entries together speak for every command and every effect, and there is at least one entry.</summary>
    public static bool IsComplete(IReadOnlyList<PolicyEntry> entries, int commands, int effects) =>
        entries.Count > 0
        && (SpeaksForAll(entries)
            || (commands + effects > 0
                && !Covered(entries, commands, static coverage => coverage._commands).AsSpan().Contains(false)
                && !Covered(entries, effects, static coverage => coverage._effects).AsSpan().Contains(false)));

    /// <summary>Indexes of commands that no entry speaks for.</summary>
    public static IReadOnlyList<int> UncoveredCommands(IReadOnlyList<PolicyEntry> entries, int commands) => Uncovered(entries, commands, static coverage => coverage._commands);

    /// <summary>Indexes of effects that no entry speaks for.</summary>
    public static IReadOnlyList<int> UncoveredEffects(IReadOnlyList<PolicyEntry> entries, int effects) => Uncovered(entries, effects, static coverage => coverage._effects);

    private static List<int> Uncovered(IReadOnlyList<PolicyEntry> entries, int count, Func<Coverage, List<int>> indexes)
    {
        var uncovered = new List<int>();
        if (SpeaksForAll(entries))
        {
            return uncovered;
        }

        var covered = Covered(entries, count, indexes);
        for (var i = 0; i < count; i++)
        {
            if (!covered[i])
            {
                uncovered.Add(i);
            }
        }

        return uncovered;
    }

    // Marked in one pass over the entries: a script may have thousands of commands, each named by one of them.
    private static bool[] Covered(IReadOnlyList<PolicyEntry> entries, int count, Func<Coverage, List<int>> indexes)
    {
        var covered = new bool[count];
        for (var i = 0; i < entries.Count; i++)
        {
            foreach (var index in indexes(entries[i].Covers))
            {
                if (index < count)
                {
                    covered[index] = true;
                }
            }
        }

        return covered;
    }

    private static bool SpeaksForAll(IReadOnlyList<PolicyEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Covers._isEverything)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryRead(string name, string prefix, List<int> indexes)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal) || !int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        indexes.Add(index);
        return true;
    }
}
