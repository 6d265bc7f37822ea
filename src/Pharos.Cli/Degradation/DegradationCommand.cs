using System.CommandLine;
using Pharos.Cli.Invocation;

namespace Pharos.Cli.Degradation;

/// <summary><c>degradation</c>: how careful the gate is.</summary>
internal sealed class DegradationCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common) => new DocumentedCommand("degradation", "Look at the gate's emergency mode, enter it and leave it")
    {
        new DegradationStatusCommand().Build(common),
        new DegradationChangeCommand("enter", "emergency", "Enter the emergency: the strict profile decides, and what someone would have to look at is denied", "a leaked token is being used").Build(common),
        new DegradationChangeCommand("recover", "recovering", "Recover from the emergency: still strict, but reviews are opened again", "the token is revoked").Build(common),
        new DegradationChangeCommand("leave", "normal", "Leave it: the gate is as configured again", "an hour without a finding").Build(common),
    };
}
