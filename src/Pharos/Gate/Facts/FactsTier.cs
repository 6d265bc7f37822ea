using Pharos.Gate.Definitions;
using Pharos.Gate.Facts.Content;
using Pharos.Gate.Facts.Texts;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Finds out what a proposal would do. Pure but for looks at the disk through the view. Safe for use by many threads.</summary>
public sealed class FactsTier(ShellLimits limits)
{
    // Each pattern costs a walk over the disk.
    private const int MaximumPatterns = 32;

    private readonly ShellAnalyzer _shell = new(limits);

    /// <summary>Examines a proposal.</summary>
    /// <param name="proposal">The proposal.</param>
    /// <param name="files">The disk.</param>
    /// <param name="sight">What is known of the definition of the tool it is about; null where nobody knows.</param>
    public ProposalFacts Examine(Proposal proposal, IFileView files, DefinitionSight? sight = null)
    {
        var facts = ExamineKind(proposal, files, sight);

        // A caller that calls Bash a file-read would have its command judged by nobody.
        return ProposalKinds.Fits(proposal.Kind, proposal.Tool)
            ? facts
            : facts with { Unknowns = [.. facts.Unknowns, new Unknown(default, $"The tool {proposal.Tool} does not do what a {ProposalKinds.NameOf(proposal.Kind)} does.")] };
    }

    private ProposalFacts ExamineKind(Proposal proposal, IFileView files, DefinitionSight? sight)
    {
        var placement = new Placement(proposal.Workspace.Root, proposal.Host.Home, proposal.IsLocalDisk, files);
        var content = new ContentFacts(_shell, proposal, files, placement);
        return WebFacts.WithAddresses(proposal.Kind switch
        {
            ProposalKind.Command => ExamineCommand(proposal, files, placement, content),
            ProposalKind.FileWrite or ProposalKind.FileEdit or ProposalKind.FileRead => FileFacts.Of(proposal, placement, content),
            ProposalKind.WebFetch => WebFacts.Of(proposal, placement),
            ProposalKind.ToolCall => ToolFacts.Of(proposal, _shell, files, placement, content, sight),
            ProposalKind.ToolDefinition => DefinitionFacts.Of(proposal, sight),
            ProposalKind.ToolResult => ResultFacts.Of(proposal),
            _ => new ProposalFacts { IsParsed = true },
        });
    }

    private ProposalFacts ExamineCommand(Proposal proposal, IFileView files, Placement placement, ContentFacts content)
    {
        if (!proposal.Input.TryGet("command", out var value) || value is not RegoString script)
        {
            return ProposalFacts.NotUnderstood("The command is missing.");
        }

        var context = new ShellContext(proposal.WorkingDirectory, proposal.Host.Home, proposal.Host.User, files);
        var analysis = FollowPatterns(DistrustNewLinks(_shell.Analyze(script.Value, context)), proposal, files);
        var facts = Place(analysis, placement, script.Value);
        foreach (var written in analysis.Written)
        {
            content.Add(written.Path, new ChangedText(written.Text, []));
        }

        RunFiles.Follow(facts, proposal, content);
        return content.AddTo(facts);
    }

    // "ln -s / r; echo x > r/etc/y": the disk was looked at before the link that the script itself makes is there.
    private static ShellAnalysis DistrustNewLinks(ShellAnalysis analysis)
    {
        HashSet<int>? makers = null;
        for (var i = 0; i < analysis.Commands.Count; i++)
        {
            if (analysis.Commands[i].Program.Text is "ln" or [.., '/', 'l', 'n'])
            {
                (makers ??= []).Add(analysis.Commands[i].Index);
            }
        }

        return makers is null || analysis.Commands.Count == makers.Count ? analysis : DistrustLinksOf(makers, analysis);
    }

    private static ShellAnalysis DistrustLinksOf(HashSet<int> makers, ShellAnalysis analysis)
    {
        var links = analysis.Effects.Where(effect => effect is { Kind: EffectKind.Write, TargetKind: TargetKind.Path } && makers.Contains(effect.Command)).Select(effect => effect.Target).ToList();
        var through = analysis.Effects.FirstOrDefault(effect => effect.TargetKind == TargetKind.Path && !makers.Contains(effect.Command)
            && links.Any(link => LexicalPath.IsWithin(effect.Target, link) || LexicalPath.IsWithin(link, effect.Target) && effect.Pattern is not null));
        return through is null
            ? analysis
            : analysis with { Unknowns = [.. analysis.Unknowns, new Unknown(analysis.Commands[Math.Max(0, through.Command)].Span, "It goes through a link that the same script makes.")] };
    }

    private static ShellAnalysis FollowPatterns(ShellAnalysis analysis, Proposal proposal, IFileView files)
    {
        if (!proposal.IsLocalDisk || analysis.Effects.All(effect => effect.Pattern is null))
        {
            return analysis;
        }

        // A folder's entries are no part of the fingerprint, so what they led to may not be remembered.
        (files as RecordingView)?.SeeMoreThanRecorded();
        var effects = analysis.Effects.ToList();
        var unknowns = analysis.Unknowns.ToList();
        var patterns = analysis.Effects.Where(effect => effect.Pattern is not null && effect.TargetKind == TargetKind.Path).ToList();
        if (patterns.Count > MaximumPatterns)
        {
            unknowns.Add(new Unknown(default, $"It holds more than {MaximumPatterns} patterns, and a link among what they match could lead anywhere."));
        }

        foreach (var effect in patterns.Take(MaximumPatterns))
        {
            var directory = effect.Command >= 0 && effect.Command < analysis.Commands.Count ? analysis.Commands[effect.Command].WorkingDirectory : null;
            var links = PatternLinks.Search(effect.Pattern!, directory ?? proposal.WorkingDirectory, proposal.Host.Home);
            effects.AddRange(links.Found.Select(path => effect with { Target = files.Look(path).Resolved ?? LexicalPath.Normalise(path), Pattern = null, Certainty = Certainty.Possible }));
            if (!links.IsComplete && effect.Kind != EffectKind.List)
            {
                unknowns.Add(new Unknown(analysis.Commands[effect.Command].Span, "The pattern matches more than may be looked at, and a link among it could lead anywhere."));
            }
        }

        return analysis with { Effects = effects, Unknowns = unknowns };
    }

    private static ProposalFacts Place(ShellAnalysis analysis, Placement placement, string text) => new()
    {
        IsParsed = analysis.Parsed,
        Unknowns = analysis.Unknowns,
        Commands = analysis.Commands,
        Effects = Placed(analysis.Effects, placement),
        Files = placement.Files,
        Flows = analysis.Flows,
        Urls = analysis.Urls,
        Text = text,
    };

    private static PlacedEffect[] Placed(IReadOnlyList<Effect> effects, Placement placement)
    {
        var placed = new PlacedEffect[effects.Count];
        for (var i = 0; i < placed.Length; i++)
        {
            placed[i] = placement.Of(effects[i]);
        }

        return placed;
    }
}
