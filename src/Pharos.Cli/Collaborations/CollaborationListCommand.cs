using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Screens;
using Pharos.Rego.Values;

namespace Pharos.Cli.Collaborations;

/// <summary><c>collaborations list</c>: the sessions, the latest first.</summary>
internal sealed class CollaborationListCommand(ReviewAccess access) : ICommandSpecification
{
    private readonly Option<string?> _state = new("--state") { Description = "open (default), closed, all, requested, ended, declined or expired", HelpName = "STATE" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only this kind, for example pair", HelpName = "KIND" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only sessions that this agent was asked into", HelpName = "ID" };
    private readonly Option<int> _limit = new("--limit") { Description = "How many (1 to 500)", HelpName = "N", DefaultValueFactory = _ => 50 };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("list", "List sessions", "pharos collaborations list", "pharos collaborations list --state all --agent claude-1 --json") { _state, _kind, _agent, _limit };
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => ListAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> ListAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var reply = await new CollaborationClient(connection).ListAsync(
            [("state", call.Value(_state)), ("kind", call.Value(_kind)), ("agent", call.Value(_agent)), ("limit", $"{call.Value(_limit)}")], cancellationToken);
        if (!reply.IsOk)
        {
            return ReviewOutput.Fail(call, reply);
        }

        if (call.IsJson)
        {
            ReviewOutput.WriteJson(call, reply.Body);
            return ExitCode.Ok;
        }

        var items = reply.Body.ItemsOf("items").ToList();
        if (items.Count == 0)
        {
            call.Error.WriteLine("There is no such session.");
            return ExitCode.Ok;
        }

        var (width, now) = (ReviewOutput.Columns, call.Clock.GetUtcNow());
        var heading = new ScreenLine()
            .Column("id", 9, Ink.Faint).Column("kind", 20, Ink.Faint).Column("state", 10, Ink.Faint).Column("last", 6, Ink.Faint).Column("who", 25, Ink.Faint).Add("what for", Ink.Faint).Within(width);
        ReviewOutput.Write(call, [heading, .. items.Select(item => Line(item, now).Within(width))]);
        if (reply.Text("next") is not null)
        {
            call.Error.WriteLine($"There are more ({reply.Text("open")} open in all); see --limit and the filters.");
        }

        return ExitCode.Ok;
    }

    private static ScreenLine Line(RegoObject item, DateTimeOffset now)
    {
        var kind = item.TextOf("mode") is { } mode ? $"{item.TextOf("kind")} ({mode})" : item.TextOf("kind") ?? "";
        var last = DateTimeOffset.TryParse(item.TextOf("lastAt"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? Times.Until(now, time) : "";
        return new ScreenLine()
            .Column((item.TextOf("id") ?? "").Replace("-", "", StringComparison.Ordinal) is { Length: > CollaborationClient.ShownIdCharacters } id ? id[^CollaborationClient.ShownIdCharacters..] : "", 8, Ink.Faint).Add(" ")
            .Column(kind, 19).Add(" ")
            .Column(item.TextOf("state") ?? "", 9, TranscriptLines.InkOf(item.TextOf("state"))).Add(" ")
            .Column(last, 5, Ink.Faint).Add(" ")
            .Column(string.Join(", ", item.ItemsOf("participants").Select(one => one.TextOf("agent"))), 24).Add(" ")
            .Add(item.TextOf("summary") ?? item.TextOf("objective") ?? "");
    }
}
