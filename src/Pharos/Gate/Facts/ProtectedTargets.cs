using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>
/// Keeps agents away from the gate itself, in code and before any policy: whoever can edit the hook's settings, stop the server or read its keys has no gate. Safe for
/// use by many threads.
/// </summary>
public sealed class ProtectedTargets
{
    private readonly ProtectedTargetsOptions _options;
    private readonly ProtectedPaths _paths;

    /// <param name="options">Where the gate's parts are.</param>
    public ProtectedTargets(ProtectedTargetsOptions options)
    {
        _options = options;
        _paths = new ProtectedPaths(options);
    }

    /// <summary>Says what of the gate a proposal would touch; null when nothing.</summary>
    public Protection? Find(Proposal proposal, ProposalFacts facts)
    {
        foreach (var effect in facts.Effects)
        {
            if (OfEffect(effect, proposal, facts) is { } found)
            {
                return found;
            }
        }

        var effects = new EffectsByCommand(facts);
        foreach (var command in facts.Commands)
        {
            if (OfCommand(command, proposal, facts, effects.Of(command.Index)) is { } found)
            {
                return found;
            }
        }

        return proposal.Kind == ProposalKind.ToolCall && facts.Effects.Any(e => e.Effect.Kind == EffectKind.Execute && e.Effect.Certainty == Certainty.Unknown)
            ? OfArguments(proposal.Input, proposal, depth: 0)
            : null;
    }

    private Protection? OfEffect(PlacedEffect placed, Proposal proposal, ProposalFacts facts)
    {
        var effect = placed.Effect;
        switch (effect.TargetKind)
        {
            case TargetKind.Path:
                var found = _paths.Find(effect, effect.Target, proposal.Host.Home);
                if (found is null && placed.File?.Resolved is { } resolved && resolved != effect.Target)
                {
                    found = _paths.Find(effect, resolved, proposal.Host.Home);
                }

                if (found is null && effect.Pattern is { } pattern)
                {
                    found = _paths.FindPattern(effect, LexicalPath.Resolve(pattern, DirectoryOf(effect, proposal, facts)), proposal.Host.Home);
                }

                // "mkdir .claude" makes the folder and changes nothing in it.
                return found is null || IsMakingFolder(effect, facts) ? null : new Protection("pharos.gate.protected.path", found, SegmentOf(effect, facts));

            case TargetKind.Url or TargetKind.Host when _options.Port is { } port && LoopbackAddress.IsServer(effect.Target, port):
                return new Protection("pharos.gate.protected.port", "talks to the gate's own port; agents reach it through their hook only", SegmentOf(effect, facts));

            case TargetKind.Process when ProtectedProcess.IsNamed(effect.Target, _options.ProcessId) || IsMatchedByName(effect, facts):
                return new Protection("pharos.gate.protected.process", "would stop or signal the gate's own process", SegmentOf(effect, facts));

            default:
                return null;
        }
    }

    private Protection? OfCommand(ShellCommand command, Proposal proposal, ProposalFacts facts, ReadOnlySpan<PlacedEffect> effects)
    {
        if (ProtectedProcess.IsForbiddenCommand(command) || RunsOurScript(command, effects))
        {
            return new Protection(
                "pharos.gate.protected.command",
                "agents may run only \"pharos check\"; every other pharos command changes or reads the gate",
                command.Span.Length > 0 ? Segment(command.Span, facts) : command.Program.Text);
        }

        // What an option does with a path may be unknown to the catalogue; a word that spells the data directory is enough.
        foreach (var word in command.Arguments)
        {
            if (_paths.NamesDataDirectory(word.Text, proposal.Host.Home))
            {
                return new Protection("pharos.gate.protected.path", "names the gate's data directory", word.Text);
            }
        }

        var words = new ProtectedWords(_paths, _options.Port, command);
        return words.Find(effects, command.WorkingDirectory ?? proposal.WorkingDirectory, proposal.Host.Home);
    }

    private static bool IsMatchedByName(Effect effect, ProposalFacts facts) =>
        CommandOf(effect, facts) is { } command && ProtectedProcess.IsMatched(command, effect.Target);

    private static string DirectoryOf(Effect effect, Proposal proposal, ProposalFacts facts) =>
        CommandOf(effect, facts)?.WorkingDirectory ?? proposal.WorkingDirectory;

    private static ShellCommand? CommandOf(Effect effect, ProposalFacts facts) =>
        effect.Command >= 0 && effect.Command < facts.Commands.Count ? facts.Commands[effect.Command] : null;

    private static bool IsMakingFolder(Effect effect, ProposalFacts facts) =>
        effect.Kind == EffectKind.Write && CommandOf(effect, facts) is { Program.Text: "mkdir" } && effect.Target.EndsWith("/.claude", StringComparison.Ordinal);

    // ". pharos …" and "bash < pharos" run it without naming it as the program.
    private static bool RunsOurScript(ShellCommand command, ReadOnlySpan<PlacedEffect> effects)
    {
        foreach (var placed in effects)
        {
            if (placed.Effect is { Kind: EffectKind.Execute, TargetKind: TargetKind.Path } effect && ProtectedProcess.IsOurs(effect.Target) && !ProtectedProcess.IsCheck(command))
            {
                return true;
            }
        }

        return false;
    }

    private Protection? OfArguments(RegoValue value, Proposal proposal, int depth)
    {
        switch (value)
        {
            case RegoString text when text.Value.Contains('/', StringComparison.Ordinal):
                var path = LexicalPath.Resolve(text.Value, proposal.WorkingDirectory);
                var effect = new Effect(EffectKind.Write, Certainty.Possible, TargetKind.Path, path, false, -1);
                var found = _paths.NamesDataDirectory(text.Value, proposal.Host.Home) ? "names the gate's data directory" : _paths.Find(effect, path, proposal.Host.Home);
                return found is null ? null : new Protection("pharos.gate.protected.path", found, text.Value);
            case RegoArray array when depth < ProposalLimits.MaximumInputDepth:
                return array.Select(item => OfArguments(item, proposal, depth + 1)).FirstOrDefault(item => item is not null);
            case RegoObject map when depth < ProposalLimits.MaximumInputDepth:
                foreach (var pair in map)
                {
                    if (OfArguments(pair.Value, proposal, depth + 1) is { } inner)
                    {
                        return inner;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static string SegmentOf(Effect effect, ProposalFacts facts) =>
        effect.Command >= 0 && effect.Command < facts.Commands.Count && facts.Commands[effect.Command].Span.Length > 0 ? Segment(facts.Commands[effect.Command].Span, facts) : effect.Target;

    private static string Segment(SourceSpan span, ProposalFacts facts) =>
        span.Start >= 0 && span.End <= facts.Text.Length && span.Length > 0 ? facts.Text[span.Start..span.End] : facts.Text;
}

/// <summary>A part of the gate that a proposal would touch.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Why">What it would do to the gate.</param>
/// <param name="Segment">The part of the proposal.</param>
public sealed record Protection(string Rule, string Why, string Segment);
