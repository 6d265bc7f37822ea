using ModelContextProtocol.Protocol;
using Pharos.Agents;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Review;

namespace Pharos.Server.Mcp.Tools.Proposals;

/// <summary>What the tools about proposals share: finding the caller's own, and waiting while the client is told that it is waited for.</summary>
/// <param name="decisions">The gate with people behind it.</param>
/// <param name="archive">What was decided before.</param>
/// <param name="patience">How long a call waits that does not say.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProposalTools(ReviewedDecisions decisions, ProposalArchive archive, TimeSpan patience, TimeProvider clock)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    /// <summary>The gate with people behind it.</summary>
    public ReviewedDecisions Decisions => decisions;

    /// <summary>How long a call is to wait.</summary>
    public TimeSpan WaitOf(ToolArguments arguments) => arguments.Number("wait_seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : patience;

    /// <summary>A proposal that the caller may see; with the same refusal for one that is not there and one that is not theirs.</summary>
    public async ValueTask<(FoundProposal? Found, CallToolResult? Refusal)> FindAsync(Guid id, ToolCall call, CancellationToken cancellationToken)
    {
        var found = await archive.FindAsync(new ProposalId(id), cancellationToken);
        return found is not null && (call.IsReader || found.Agent == call.Caller.Subject)
            ? (found, null)
            : (null, ToolAnswer.Refuse("proposal.unknown", $"There is no proposal {id} that you may see."));
    }

    /// <summary>The answer as it stands for the caller, or within a time. Only who proposed takes the verdict by it.</summary>
    public async ValueTask<Answer> SettleAsync(FoundProposal found, ToolCall call, TimeSpan wait, CancellationToken cancellationToken) =>
        found.Agent != call.Caller.Subject ? await decisions.LookAsync(found.Answer, cancellationToken) : await WaitAsync(found.Answer, call, wait, cancellationToken);

    /// <summary>Waits for the verdict on the caller's own proposal, and tells the client meanwhile.</summary>
    public async ValueTask<Answer> WaitAsync(Answer answer, ToolCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        var settling = decisions.SettleAsync(answer, call.Caller, wait, cancellationToken).AsTask();
        await TellWhileAsync(settling, call, wait, $"Proposal {answer.Id} waits for somebody to look at it.", cancellationToken);
        return await settling;
    }

    /// <summary>Tells the client at intervals that something is still waited for.</summary>
    public async ValueTask TellWhileAsync(Task waiting, ToolCall call, TimeSpan wait, string message, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!waiting.IsCompleted)
        {
            await waiting.WaitAsync(TellEvery, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                await call.ProgressAsync(clock.GetElapsedTime(began).TotalSeconds, wait.TotalSeconds, message, cancellationToken);
            }
        }
    }

    /// <summary>An answer as a result, without the facts: they are for people who look at one closely.</summary>
    public static CallToolResult Result(Answer answer) => ToolAnswer.Of(writer => AnswerJson.Write(writer, answer, facts: null));

    /// <summary>An answer as a result, with the facts.</summary>
    public static CallToolResult Result(Answer answer, RegoValue facts) => ToolAnswer.Of(writer => AnswerJson.Write(writer, answer, facts));
}
