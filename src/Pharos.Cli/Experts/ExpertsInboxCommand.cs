using System.CommandLine;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Cli.Reviews;
using Pharos.Cli.Reviews.Screens;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Experts;

/// <summary><c>experts inbox</c>: what an expert has to do, asked once; with <c>--wait</c>, as soon as something lies there.</summary>
internal sealed class ExpertsInboxCommand(ReviewAccess access) : ICommandSpecification
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly ExpertKey _key = new();
    private readonly Argument<string> _id = new("ID") { Description = "The expert; me for the token's own", DefaultValueFactory = _ => "me" };
    private readonly Option<string?> _wait = new("--wait") { Description = "Wait at most this long for something to lie there, at most 1h, for example 5m", HelpName = "TIME" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand("inbox", "Show what an expert has to do", "pharos experts inbox sec-1", "pharos experts inbox --token-file sec-1.token --key-file sec-1.key --wait 5m --json") { _id, _wait };
        _key.AddTo(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            var wait = TimeSpan.Zero;
            if (call.Value(_wait) is { } asked && (!Duration.TryParse(asked, out wait) || wait > LongestWait))
            {
                return Task.FromResult(call.Misuse($"--wait is a time of at most {LongestWait.TotalHours:0}h, such as 5m."));
            }

            return _key.RunAsync(
                call,
                access,
                async connection =>
                {
                    var inbox = $"/api/experts/{Uri.EscapeDataString(call.Value(_id)!)}/inbox";
                    var reply = await new LongPoll(call.Clock).AskAsync(
                        wait,
                        round => connection.SendAsync(HttpMethod.Get, round > TimeSpan.Zero ? $"{inbox}?wait={Math.Ceiling(round.TotalMilliseconds):0}ms" : inbox, null, cancellationToken),
                        page => page.Body.ItemsOf("items").Any(),
                        cancellationToken);
                    return ExpertReport.Of(call, reply, page => page.ItemsOf("items").Any()
                        ? page.ItemsOf("items").Select(task => ExpertLines.Task(task, ReviewOutput.Columns))
                        : [ScreenLine.Of("Nothing lies there.", Ink.Faint)]);
                },
                cancellationToken);
        });
        return command;
    }
}
