namespace Pharos.Shell.Effects;

/// <summary>Reads what one simple command would do from the catalogue of programs. Pure and safe to call from several threads.</summary>
public sealed class CommandEffects
{
    /// <summary>Reads a command: its program and arguments, its redirections and its environment.</summary>
    /// <param name="command">The command after expansion.</param>
    /// <param name="context">Where it would run.</param>
    public CommandReading Read(ShellCommand command, ShellContext context) => new()
    {
        Effects = [new Effect(EffectKind.Execute, Certainty.Unknown, TargetKind.Program, command.Program.Text, false, command.Index)],
    };
}
