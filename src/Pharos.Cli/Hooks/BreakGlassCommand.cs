using System.CommandLine;
using System.Text;
using Pharos.Cli.Invocation;
using Pharos.Server.Configuration;
using Pharos.Server.Hooks;

namespace Pharos.Cli.Hooks;

/// <summary><c>hook break-glass</c>: lets agents work for a short time while no server runs. For people only: it wants a terminal.</summary>
internal sealed class BreakGlassCommand : ICommandSpecification
{
    private const string Confirmation = "break the glass";

    private readonly Option<int> _minutes = new("--minutes")
    {
        Description = "How long, at most 60",
        HelpName = "N",
        DefaultValueFactory = _ => 15,
    };

    private readonly Option<string?> _why = new("--why") { Description = "The reason, for the record", HelpName = "TEXT" };
    private readonly Option<bool> _close = new("--close") { Description = "End it now; the record of it stays" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(
            "break-glass",
            "While no server can be reached, let agents work under their own permission rules for a short time. Recorded at the server's next start.",
            "pharos hook break-glass --minutes 15 --why 'server is being moved'",
            "pharos hook break-glass --close")
        {
            _minutes, _why, _close,
        };
        command.SetAction(parse => Run(new CommandCall(parse, common), !Console.IsInputRedirected && !Console.IsOutputRedirected, Console.In));
        return command;
    }

    /// <summary>Runs the command.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isTerminal">Whether a person sits at both ends.</param>
    /// <param name="input">What they type.</param>
    internal int Run(CommandCall call, bool isTerminal, TextReader input)
    {
        var path = Path.Combine(call.Data.Root, BreakGlassFile.Name);
        if (call.Value(_close))
        {
            return Close(call, path);
        }

        var minutes = call.Value(_minutes);
        if (minutes < 1 || minutes > BreakGlassFile.MaximumDuration.TotalMinutes)
        {
            return call.Misuse($"--minutes is 1 to {BreakGlassFile.MaximumDuration.TotalMinutes:0}.");
        }

        if (!isTerminal)
        {
            return call.Fail("break-glass.terminal", "Only a person at a terminal can do this; input and output may not be redirected.");
        }

        call.Output.WriteLine($"For {minutes} minutes nothing checks what agents do while the server is away. Their own permission rules apply.");
        var why = call.Value(_why) ?? Ask(call, input, "Why? ");
        if (string.IsNullOrWhiteSpace(why))
        {
            return call.Fail("break-glass.why", "Nothing was opened: a reason is needed.");
        }

        if (Ask(call, input, $"Type \"{Confirmation}\" to do it: ") != Confirmation)
        {
            return call.Fail("break-glass.unconfirmed", "Nothing was opened.");
        }

        var now = call.Clock.GetUtcNow();
        var file = new BreakGlassFile(Environment.UserName, why, now, now + TimeSpan.FromMinutes(minutes));
        call.Data.Create();
        DataFolder.WriteSecret(path, Encoding.UTF8.GetBytes(file.ToText()));
        call.Output.WriteLine($"Open until {file.Until.ToLocalTime():t}. End it earlier with: pharos hook break-glass --close, or by starting the server.");
        return ExitCode.Ok;
    }

    private static int Close(CommandCall call, string path)
    {
        if (!File.Exists(path) || BreakGlassFile.TryRead(File.ReadAllText(path)) is not { } file)
        {
            return call.Fail("break-glass.closed", "It is not open.");
        }

        var now = call.Clock.GetUtcNow();
        var until = file.Until < now ? file.Until : now < file.At ? file.At : now;
        DataFolder.WriteSecret(path, Encoding.UTF8.GetBytes((file with { Until = until }).ToText()));
        call.Output.WriteLine("Closed. It is recorded when the server starts.");
        return ExitCode.Ok;
    }

    private static string? Ask(CommandCall call, TextReader input, string question)
    {
        call.Output.Write(question);
        call.Output.Flush();
        return input.ReadLine()?.Trim();
    }
}
