using System.CommandLine;
using System.Globalization;
using Pharos.Cli.Connection;
using Pharos.Cli.Invocation;
using Pharos.Rego.Values;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Reviews;

/// <summary>A step that is no verdict: <c>claim</c>, <c>release</c>, <c>snooze</c>, <c>escalate</c>, <c>undo</c>. They differ in their name and in what they may say beside it.</summary>
/// <param name="access">As whom.</param>
/// <param name="step">The step, as the server calls it.</param>
/// <param name="description">What it does.</param>
/// <param name="example">One command line, without the program.</param>
internal sealed class ReviewStepCommand(ReviewAccess access, string step, string description, string example) : ICommandSpecification
{
    private readonly Argument<string> _id = new("ID") { Description = "The review's id, or the end of it as lists show it" };
    private readonly Option<bool> _takeover = new("--takeover") { Description = "Take it from whoever holds it; they are told" };
    private readonly Option<string?> _for = new("--for") { Description = "For how long, for example 2h (default: half an hour)", HelpName = "TIME" };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for those who look at it next", HelpName = "TEXT" };

    /// <inheritdoc/>
    public Command Build(CommonOptions common)
    {
        var command = new DocumentedCommand(step, description, $"pharos {example}") { _id };
        if (step == "claim")
        {
            command.Options.Add(_takeover);
        }

        if (step == "snooze")
        {
            command.Options.Add(_for);
        }

        if (step is "snooze" or "escalate")
        {
            command.Options.Add(_reason);
        }

        command.SetAction((parse, cancellationToken) =>
        {
            var call = new CommandCall(parse, common);
            return access.RunAsync(call, connection => MoveAsync(call, connection, cancellationToken), cancellationToken);
        });
        return command;
    }

    private async Task<int> MoveAsync(CommandCall call, ServerConnection connection, CancellationToken cancellationToken)
    {
        var until = default(string);
        if (step == "snooze" && call.Value(_for) is { } time)
        {
            if (!Duration.TryParse(time, out var span))
            {
                return call.Misuse("--for is a time such as 30m, 2h or 1d.");
            }

            until = (call.Clock.GetUtcNow() + span).ToString("O", CultureInfo.InvariantCulture);
        }

        var client = new ReviewClient(connection);
        var (id, problem) = await client.ResolveAsync(call.Value(_id)!, cancellationToken);
        if (problem is not null)
        {
            return call.Fail(problem.Code, problem.Message);
        }

        var reason = step is "snooze" or "escalate" ? call.Value(_reason) : null;
        var reply = await client.StepAsync(
            id,
            step,
            [
                ("takeover", step == "claim" && call.Value(_takeover) ? RegoBoolean.True : null),
                ("until", until is null ? null : RegoString.Of(until)),
                ("reason", reason is null ? null : RegoString.Of(reason)),
            ],
            cancellationToken);
        return ReviewMoved.Report(call, reply);
    }
}
