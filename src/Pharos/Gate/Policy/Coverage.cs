using System.Globalization;
using Pharos.Rego.Values;

namespace Pharos.Gate.Policy;

/// <summary>The commands and effects that an allow speaks for: everything, or <c>"command:0"</c> and <c>"effect:2"</c> by index.</summary>
internal sealed class Coverage
{
    private readonly bool _isEverything;
    private readonly HashSet<int> _commands;
    private readonly HashSet<int> _effects;

    private Coverage(bool isEverything, HashSet<int> commands, HashSet<int> effects)
    {
        _isEverything = isEverything;
        _commands = commands;
        _effects = effects;
    }

    public static Coverage Nothing { get; } = new(false, [], []);

    public static Coverage Everything { get; } = new(true, [], []);

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

        var commands = new HashSet<int>();
        var effects = new HashSet<int>();
        foreach (var item in (IEnumerable<RegoValue>)value)
        {
            if (item is not RegoString name || !TryRead(name.Value, "command:", commands) && !TryRead(name.Value, "effect:", effects))
            {
                return null;
            }
        }

        return new Coverage(false, commands, effects);
    }

    /// <summary>True when the entries together speak for every command and every effect, and there is at least one entry.</summary>
    public static bool IsComplete(IReadOnlyList<PolicyEntry> entries, int commands, int effects) =>
        entries.Count > 0
        && (entries.Any(entry => entry.Covers._isEverything)
            || (commands + effects > 0
                && Enumerable.Range(0, commands).All(i => entries.Any(entry => entry.Covers._commands.Contains(i)))
                && Enumerable.Range(0, effects).All(i => entries.Any(entry => entry.Covers._effects.Contains(i)))));

    /// <summary>Indexes of commands that no entry speaks for.</summary>
    public static IEnumerable<int> UncoveredCommands(IReadOnlyList<PolicyEntry> entries, int commands) =>
        Enumerable.Range(0, commands).Where(i => !entries.Any(entry => entry.Covers._isEverything || entry.Covers._commands.Contains(i)));

    /// <summary>Indexes of effects that no entry speaks for.</summary>
    public static IEnumerable<int> UncoveredEffects(IReadOnlyList<PolicyEntry> entries, int effects) =>
        Enumerable.Range(0, effects).Where(i => !entries.Any(entry => entry.Covers._isEverything || entry.Covers._effects.Contains(i)));

    private static bool TryRead(string name, string prefix, HashSet<int> indexes) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && (indexes.Add(index) || true);
}
