using System.CommandLine;
using System.Runtime.InteropServices;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Desk;

namespace Pharos.Cli.Reviews;

/// <summary><c>review</c>: the queue of what no policy decided; without a subcommand, the desk in a terminal.</summary>
internal sealed class ReviewCommand : ICommandSpecification
{
    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var access = new ReviewAccess();
        var command = new DocumentedCommand(
            "review",
            "Judge what policy left open; at a terminal without a subcommand: the live desk",
            "pharos review",
            "pharos review --token-file anna.token",
            "pharos review list --risk high",
            "pharos review reject 1f3a99c0 --reason 'not on a Friday'")
        {
            new ReviewListCommand(access).Build(common),
            new ReviewShowCommand(access).Build(common),
            new ReviewStepCommand(access, "claim", "Hold a review for five minutes, so that others see who looks at it", "review claim 1f3a99c0 --takeover").Build(common),
            new ReviewStepCommand(access, "release", "Give a review back", "review release 1f3a99c0").Build(common),
            new ReviewStepCommand(access, "snooze", "Set a review aside; its timeout moves by as much", "review snooze 1f3a99c0 --for 2h --reason 'after the release'").Build(common),
            new ReviewStepCommand(access, "escalate", "Hand a review to the next in the chain", "review escalate 1f3a99c0 --reason 'needs the database owner'").Build(common),
            new ReviewStepCommand(access, "undo", "Take a verdict back before the agent has it", "review undo 1f3a99c0").Build(common),
            new ReviewVerdictCommand(access, "approve", "Let it happen, perhaps with another input").Build(common),
            new ReviewVerdictCommand(access, "reject", "Refuse it; the agent gets the reason").Build(common),
            new ReviewVerdictCommand(access, "respond", "Answer with a question or an instruction").Build(common),
        };
        access.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ShowDeskAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ShowDeskAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        if (connection.IsOwn)
        {
            return call.Fail("server.unreachable", "No server is running, so nothing waits. Start one with: pharos serve");
        }

        if (call.IsJson)
        {
            return call.Misuse("The desk is for people; --json goes with a subcommand such as: pharos review list --json");
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void End(PosixSignalContext signal)
        {
            // The process ends by itself as soon as the terminal is as it was.
            signal.Cancel = true;
            gone.Cancel();
        }

        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminal = DeskTerminal.TryOpen(call.Output, ReviewOutput.HasColours);
        return terminal is null
            ? call.Misuse("The desk needs a terminal. Without one: pharos review list, pharos review show ID, pharos review approve ID")
            : await new LiveDesk(new ReviewClient(connection), call.Clock).RunAsync(terminal.Keys, () => DeskTerminal.Size, terminal.Show, gone.Token);
    }
}
