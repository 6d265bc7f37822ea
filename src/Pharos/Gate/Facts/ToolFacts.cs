using Pharos.Gate.Definitions;
using Pharos.Gate.Facts.Content;
using Pharos.Gate.Facts.Tools;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Facts of the tools of servers. A reviewed tool has the effects of its table row; of any other the arguments are scanned, and what it does stays unknown.</summary>
internal static class ToolFacts
{
    /// <summary>What a tool call does, as far as that can be said.</summary>
    public static ProposalFacts Of(Proposal proposal, ShellAnalyzer shell, IFileView files, Placement placement, ContentFacts content, DefinitionSight? sight)
    {
        var called = CalledTool.Of(proposal.Tool, proposal.Annotations) is { } tool ? tool with { Definition = sight?.Latest is null ? null : sight.State } : null;
        var known = called is null ? null : KnownTools.Find(called.Server, called.Name);
        var acts = new ToolActs(proposal, shell, files, placement, content);
        if (known is null)
        {
            acts.Unknown(proposal.Tool, called?.IsOpenWorld == true);
        }
        else
        {
            Known(known, proposal, acts);
        }

        return acts.Conclude() with { Tool = called };
    }

    private static void Known(KnownTool known, Proposal proposal, ToolActs acts)
    {
        foreach (var (name, role) in known.Arguments)
        {
            if (proposal.Input.TryGet(name, out var value))
            {
                foreach (var text in ArgumentTexts.Of(value))
                {
                    acts.Act(role, text.Value, known.Target);
                }
            }
        }

        switch (known.Effect)
        {
            case EffectKind.Write:
                acts.ChangeRepository(proposal.Input.TryGet("repo_path", out var folder) && folder is RegoString path ? path.Value : ".");
                break;
            case EffectKind.Network or EffectKind.Upload:
                acts.Effect(known.Effect.Value, TargetKind.Program, known.Target, isReversible: known.Effect == EffectKind.Network);
                break;
            case EffectKind.ExposeSecret:
                acts.Effect(EffectKind.ExposeSecret, TargetKind.Variable, "the server's environment", isReversible: false);
                break;
            case { } kind:
                acts.Effect(kind, TargetKind.Program, $"{known.Target} {McpToolName.Of(proposal.Tool)?.Tool}", isReversible: false);
                break;
        }
    }
}
