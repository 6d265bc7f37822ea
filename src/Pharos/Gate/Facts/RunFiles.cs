using Pharos.Gate.Facts.Content;
using Pharos.Proposals;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Follows a command into the scripts of the workspace that it runs (<c>bash deploy.sh</c>, <c>./tool</c>), so that a file is no way around the gate. Scripts that those run are not followed.</summary>
internal static class RunFiles
{
    private const int MaximumFiles = 8;

    /// <summary>Looks into every script of the workspace that the commands run.</summary>
    public static void Follow(ProposalFacts facts, Proposal proposal, ContentFacts content)
    {
        if (!proposal.IsLocalDisk)
        {
            return;
        }

        var seen = 0;
        foreach (var placed in facts.Effects)
        {
            if (placed is not { Effect: { Kind: EffectKind.Execute, TargetKind: TargetKind.Path } effect, IsInWorkspace: true, File.Kind: FileKind.File } || ++seen > MaximumFiles)
            {
                continue;
            }

            var command = effect.Command >= 0 && effect.Command < facts.Commands.Count ? facts.Commands[effect.Command] : null;
            content.AddRun(effect.Target, command is null ? null : Interpreter.Of("#!" + command.Program.Text), command?.WorkingDirectory ?? proposal.WorkingDirectory);
        }
    }
}
