using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using Pharos.Gate.Facts;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Pattern;

/// <summary>
/// What the learned model sees of a command: named features of its effects and its words, each at most once. Names stand in the weights file and in
/// explanations, so they read like what they count.
/// </summary>
public static class PatternFeatures
{
    /// <summary>A script of a thousand commands says no more with its last ones than with these.</summary>
    private const int MostFeatures = 512;

    private const int LongestWord = 24;

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("(){}[]<>;|&$`\\\"'!");

    private static readonly FrozenSet<string> Interpreters = new[]
    {
        "sh", "bash", "dash", "zsh", "ksh", "python", "python3", "perl", "ruby", "node", "php", "lua", "tclsh", "pwsh", "nc", "socat", "busybox",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The features of what a proposal would do.</summary>
    /// <param name="facts">What it would do.</param>
    /// <param name="only">The command to look at alone; null for all of them.</param>
    public static IReadOnlyCollection<string> Of(ProposalFacts facts, int? only = null)
    {
        var features = new HashSet<string>(StringComparer.Ordinal);
        foreach (var placed in facts.Effects)
        {
            if (only is null || placed.Effect.Command == only)
            {
                Effect(placed, features);
            }
        }

        foreach (var command in facts.Commands)
        {
            if (only is not null && command.Index != only)
            {
                continue;
            }

            if (features.Count > MostFeatures)
            {
                break;
            }

            Command(command, features);
        }

        features.Add("commands:" + Magnitude(only is null ? facts.Commands.Count : 1));
        foreach (var flow in facts.Flows)
        {
            features.Add("flow:" + flow.Kind);
        }

        return features;
    }

    /// <summary>The features of one command: the same as <see cref="Of(ProposalFacts, int?)"/> gives, without a walk over the whole script.</summary>
    /// <param name="facts">What the script would do.</param>
    /// <param name="effects">Its effects by command.</param>
    /// <param name="index">The command.</param>
    internal static IReadOnlyCollection<string> OfCommand(ProposalFacts facts, EffectsByCommand effects, int index)
    {
        if (index < 0 || index >= facts.Commands.Count || facts.Commands[index].Index != index)
        {
            return Of(facts, index);
        }

        var features = new HashSet<string>(StringComparer.Ordinal);
        foreach (var placed in effects.Of(index))
        {
            Effect(placed, features);
        }

        if (features.Count <= MostFeatures)
        {
            Command(facts.Commands[index], features);
        }

        features.Add("commands:" + Magnitude(1));
        foreach (var flow in facts.Flows)
        {
            features.Add("flow:" + flow.Kind);
        }

        return features;
    }

    private static void Effect(PlacedEffect placed, HashSet<string> features)
    {
        var effect = placed.Effect;
        var place = placed.File is null ? effect.TargetKind.ToString() : placed.IsInWorkspace ? "workspace" : "outside";
        features.Add(string.Concat("effect:", effect.Kind.ToString(), "/", effect.Certainty.ToString(), "/", place));
        if (effect.IsConventional)
        {
            features.Add("conventional:" + effect.Kind);
        }

        if (placed.File is { Classes: not PathClass.None } file)
        {
            foreach (var name in PathClasses.NamesOf(file.Classes))
            {
                features.Add("place:" + name);
            }
        }
    }

    private static void Command(ShellCommand command, HashSet<string> features)
    {
        var program = command.Program.Text;

        // Only the parts of a name that has several: a whole name would make the model a list of programs, which the catalogue is.
        var parts = program[(program.LastIndexOf('/') + 1)..].Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; parts.Length > 1 && i < parts.Length; i++)
        {
            features.Add("name:" + Shorten(parts[i]));
        }

        if (command.PipedFrom is not null)
        {
            features.Add("piped");
        }

        if (command.Environment.Count > 0)
        {
            features.Add("assigns");
        }

        var isFirst = true;
        foreach (var word in command.Arguments)
        {
            Word(word, ref isFirst, features);
        }
    }

    private static void Word(ShellWord word, ref bool isFirst, HashSet<string> features)
    {
        var text = word.Text;
        if (!word.IsKnown)
        {
            features.Add(word.IsGlob ? "shape:pattern" : "shape:unknown");
        }

        if (text.AsSpan().ContainsAny(CodeCharacters))
        {
            features.Add("shape:code");
        }

        if (text.Length > 1 && text[0] == '-')
        {
            var equals = text.IndexOf('=');
            features.Add("option:" + Shorten(equals < 0 ? text : text[..equals]));
            return;
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            features.Add("shape:address");
        }
        else if (text.Length > 0 && text[0] == '/')
        {
            features.Add("shape:absolute");
        }
        else if (text.Contains('/', StringComparison.Ordinal))
        {
            features.Add("shape:relative");
        }
        else if (text.Length > 0 && text.Length <= LongestWord)
        {
            features.Add(isFirst ? "verb:" + text.ToLowerInvariant() : "shape:word");
        }

        var last = text[(text.AsSpan().LastIndexOfAny("/= ") + 1)..];
        if (Interpreters.Contains(last))
        {
            features.Add("shape:interpreter");
        }

        isFirst = false;
    }

    private static string Shorten(string text) => text.Length <= LongestWord ? text : text[..LongestWord];

    private static string Magnitude(int count) => count switch { <= 1 => "1", <= 3 => "2-3", <= 9 => "4-9", _ => 10.ToString(CultureInfo.InvariantCulture) + "+" };
}
