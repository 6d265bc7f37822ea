using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews.Screens;

namespace Pharos.Cli.Reviews;

/// <summary><c>review list</c>: what waits, the most urgent first; or what was decided, the latest first.</summary>
internal sealed class ReviewListCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Option<string?> _state = new("--state") { Description = "open (default), closed, or states with commas: waiting, claimed, snoozed, escalated; approved, rejected, …", HelpName = "STATES" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only this kind, for example command", HelpName = "KIND" };
    private readonly Option<string?> _risk = new("--risk") { Description = "Only this risk: low, medium or high", HelpName = "RISK" };
    private readonly Option<string?> _assignee = new("--assignee") { Description = "Only what this person holds or judged; me for yourself", HelpName = "NAME" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only what this agent proposed", HelpName = "ID" };
    private readonly Option<string?> _after = new("--after") { Description = "Continue behind this place: what the list before named", HelpName = "NEXT" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many (1 to 500)", HelpName = "N", DefaultValueFactory = _ => 50 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List reviews", "pharos review list", "pharos review list --risk high --agent claude-1", "pharos review list --state closed --assignee me --json")
        {
            _state, _kind, _risk, _assignee, _agent, _after, _limit,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await new ReviewClient(connection).ListAsync(
            [
                ("state", call.Value(_state)),
                ("kind", call.Value(_kind)),
                ("risk", call.Value(_risk)),
                ("assignee", call.Value(_assignee)),
                ("agent", call.Value(_agent)),
                ("after", call.Value(_after)),
                ("limit", $"{call.Value(_limit)}"),
            ],
            cancellationToken);
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var entries = reply.Body.ItemsOf("items").Select(item => new ReviewEntry(item)).ToList();
        if (entries.Count == 0)
        {
            call.Error.WriteLine("There is no such review.");
            return ExitCode.Ok;
        }

        var (width, now) = (ReviewOutput.Columns, call.Clock.GetUtcNow());
        ReviewOutput.Write(call, [ListLines.Heading(width), .. entries.Select(entry => ListLines.Of(entry, now, width))]);
        if (reply.Text("next") is { } next)
        {
            call.Error.WriteLine($"More follows ({reply.Text("open")} open in all): --after {next}");
        }

        return ExitCode.Ok;
    }
}
