using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Finds out what a proposal would do. Pure but for looks at the disk through the view. Safe for use by many threads.</summary>
public sealed class FactsTier(ShellLimits limits)
{
    private readonly ShellAnalyzer _shell = new(limits);

    /// <summary>Examines a proposal.</summary>
    public ProposalFacts Examine(Proposal proposal, IFileView files)
    {
        var facts = ExamineKind(proposal, files);

        // A caller that calls Bash a file-read would have its command judged by nobody.
        return ProposalKinds.Fits(proposal.Kind, proposal.Tool)
            ? facts
            : facts with { Unknowns = [.. facts.Unknowns, new Unknown(default, $"The tool {proposal.Tool} does not do what a {ProposalKinds.NameOf(proposal.Kind)} does.")] };
    }

    private ProposalFacts ExamineKind(Proposal proposal, IFileView files)
    {
        var placement = new Placement(proposal.Workspace.Root, proposal.Host.Home, proposal.IsLocalDisk, files);
        return proposal.Kind switch
        {
            ProposalKind.Command => ExamineCommand(proposal, files, placement),
            ProposalKind.FileWrite or ProposalKind.FileEdit or ProposalKind.FileRead => ToolFacts.OfFileTool(proposal, placement),
            ProposalKind.WebFetch => ToolFacts.OfWebFetch(proposal),
            ProposalKind.ToolCall => ToolFacts.OfToolCall(proposal),
            _ => new ProposalFacts { IsParsed = true },
        };
    }

    private ProposalFacts ExamineCommand(Proposal proposal, IFileView files, Placement placement)
    {
        var context = new ShellContext(proposal.WorkingDirectory, proposal.Host.Home, proposal.Host.User, files);
        return proposal.Input.TryGet("command", out var value) && value is RegoString script
            ? Place(_shell.Analyze(script.Value, context), placement, script.Value)
            : ToolFacts.NotUnderstood("The command is missing.");
    }

    private static ProposalFacts Place(ShellAnalysis analysis, Placement placement, string text) => new()
    {
        IsParsed = analysis.Parsed,
        Unknowns = analysis.Unknowns,
        Commands = analysis.Commands,
        Effects = [.. analysis.Effects.Select(placement.Of)],
        Files = placement.Files,
        Flows = analysis.Flows,
        Urls = analysis.Urls,
        Text = text,
    };
}
