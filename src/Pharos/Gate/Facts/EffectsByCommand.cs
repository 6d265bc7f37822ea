namespace Pharos.Gate.Facts;

/// <summary>The effects of each command, gathered once: a script of two thousand commands must not look through all effects for every one of them.</summary>
internal sealed class EffectsByCommand
{
    private readonly PlacedEffect[] _effects;
    private readonly int[] _ends;

    public EffectsByCommand(ProposalFacts facts)
    {
        // Counting, then placing: where a command's effects end is where the next one's begin.
        var commands = facts.Commands.Count == 0 ? 0 : facts.Commands.Max(static command => command.Index) + 1;
        _ends = new int[commands + 1];
        foreach (var placed in facts.Effects)
        {
            if (IsOf(placed, commands))
            {
                _ends[placed.Effect.Command + 1]++;
            }
        }

        for (var i = 1; i < _ends.Length; i++)
        {
            _ends[i] += _ends[i - 1];
        }

        _effects = new PlacedEffect[_ends[^1]];
        foreach (var placed in facts.Effects)
        {
            if (IsOf(placed, commands))
            {
                _effects[_ends[placed.Effect.Command]++] = placed;
            }
        }
    }

    /// <summary>The effects of a command, in the order of the facts.</summary>
    public ReadOnlySpan<PlacedEffect> Of(int command)
    {
        if (command < 0 || command >= _ends.Length - 1)
        {
            return [];
        }

        var start = command == 0 ? 0 : _ends[command - 1];
        return _effects.AsSpan(start, _ends[command] - start);
    }

    private static bool IsOf(PlacedEffect placed, int commands) => placed.Effect.Command >= 0 && placed.Effect.Command < commands;
}
