using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;

namespace Pharos.Server.Hooks;

/// <summary>Answers the events of every agent. Every tool becomes a proposal; what is not understood is refused in the form its event understands.</summary>
internal sealed class HookDispatch(ReviewedDecisions decisions, ProposalArchive archive, SessionCalls calls, HookRecord record, TimeSpan patience)
{
    /// <summary>Answers one event.</summary>
    /// <param name="adapter">The agent's adapter.</param>
    /// <param name="eventName">The event the URL names; the form of every refusal follows from it.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="caller">The token's subject: the agent.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(
        IHookAdapter adapter, string eventName, HookPayload payload, Caller caller, CancellationToken cancellationToken)
    {
        if (payload.Event is { } inBody && inBody != eventName)
        {
            // A settings file that wires one event to another's URL would get answers in a form that the agent ignores.
            return Refuse(adapter, eventName, new Problem("hook.event", $"The payload is of {inBody} and not of {eventName}; run: pharos hook install {adapter.Agent}"));
        }

        switch (adapter.StepOf(eventName))
        {
            case HookStep.Decide or HookStep.Confirm:
                return await DecideAsync(adapter, eventName, payload, caller, cancellationToken);
            case HookStep.ReportDone:
                await record.ReportAsync(adapter, eventName, payload, ExecutionState.Done, caller, cancellationToken);
                return adapter.NoOpinion(eventName);
            case HookStep.ReportFailed:
                await record.ReportAsync(adapter, eventName, payload, ExecutionState.Failed, caller, cancellationToken);
                return adapter.NoOpinion(eventName);
            case HookStep.ReportUnasked:
                return await ReportUnaskedAsync(adapter, eventName, payload, caller, cancellationToken);
            case HookStep.RecordPrompt:
                await record.PromptAsync(payload, caller, cancellationToken);
                return adapter.NoOpinion(eventName);
            default:
                return Refuse(adapter, eventName, new Problem("hook.unknown", $"Pharos does not judge {eventName}; remove its hook, or run: pharos hook install {adapter.Agent}"));
        }
    }

    /// <summary>Records a report too large to be read: what its tool answered is kept as hash and length.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReportLargeAsync(
        IHookAdapter adapter, string eventName, LargePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        var state = adapter.StepOf(eventName) == HookStep.ReportFailed ? ExecutionState.Failed : ExecutionState.Done;
        await record.ReportLargeAsync(adapter, payload, state, caller, cancellationToken);
        return adapter.NoOpinion(eventName);
    }

    private async ValueTask<ReadOnlyMemory<byte>> DecideAsync(
        IHookAdapter adapter, string eventName, HookPayload payload, Caller caller, CancellationToken cancellationToken)
    {
        var reading = Check(payload) ?? adapter.ActsOf(eventName, payload);
        if (reading is ActReading.Elsewhere)
        {
            return adapter.NoOpinion(eventName);
        }

        if (reading is not ActReading.Read { Acts: { Count: > 0 and <= ToolAct.MaximumActs } acts })
        {
            return Refuse(adapter, eventName, (reading as ActReading.Refused)?.Problem
                ?? new Problem("hook.acts", $"One call does more than {ToolAct.MaximumActs} things, or none. Do it in several calls."));
        }

        // Where somebody is asked at the agent, that is quicker than any reviewer elsewhere.
        var wait = adapter.AsksSomebody(eventName, payload) ? TimeSpan.Zero : patience;
        var strictest = default(Answer);
        var edited = default(Answer);
        for (var i = 0; i < acts.Count && strictest?.Decision != Decision.Deny; i++)
        {
            var operation = adapter.StepOf(eventName) == HookStep.Decide ? HookRecord.OperationOf(adapter, payload, caller, i) : null;
            var (answer, problem) = await JoinAsync(adapter.StepOf(eventName), payload, acts[i], caller, wait, cancellationToken) is { } earlier
                ? (earlier, null)
                : await ProposeAsync(payload, acts[i], operation, caller, wait, cancellationToken);
            if (answer is null)
            {
                return Refuse(adapter, eventName, problem!);
            }

            // Whichever act it is about: a yes to another input is no yes to this call.
            edited ??= answer is { Edited: not null, Decision: Decision.Allow } ? answer : null;
            strictest = strictest is null || IsStricter(answer.Decision, strictest.Decision) ? answer : strictest;
        }

        if (edited is not null && strictest!.Decision != Decision.Deny && (acts.Count > 1 || !adapter.TakesEditedInput(eventName)))
        {
            await decisions.OfferEditedAsync(edited, cancellationToken);
            return adapter.Refusal(eventName, HookReason.EditedOnly(edited));
        }

        return strictest!.IsEnforced ? adapter.Say(eventName, payload, strictest) : adapter.NoOpinion(eventName);
    }

    private async ValueTask<Answer?> JoinAsync(HookStep step, HookPayload payload, ToolAct act, Caller caller, TimeSpan wait, CancellationToken cancellationToken) =>
        step == HookStep.Confirm && calls.Find(caller.Subject, payload, act) is { } id && await archive.FindAsync(id, cancellationToken) is { } found
            ? await decisions.SettleAsync(found.Answer, caller, wait, cancellationToken)
            : null;

    private async ValueTask<ReadOnlyMemory<byte>> ReportUnaskedAsync(
        IHookAdapter adapter, string eventName, HookPayload payload, Caller caller, CancellationToken cancellationToken)
    {
        if ((Check(payload) ?? adapter.ActsOf(eventName, payload)) is ActReading.Read { Acts: [var act, ..] } && calls.Find(caller.Subject, payload, act) is null)
        {
            await ProposeAsync(payload, act, null, caller, TimeSpan.Zero, cancellationToken);
        }

        await record.ReportAsync(adapter, eventName, payload, ExecutionState.Done, caller, cancellationToken);
        return adapter.NoOpinion(eventName);
    }

    private async ValueTask<(Answer? Answer, Problem? Problem)> ProposeAsync(
        HookPayload payload, ToolAct act, OperationId? operation, Caller caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        var request = new ProposalRequest
        {
            Kind = act.Kind,
            Tool = act.Tool,
            Input = act.Input,
            Session = payload.Session,
            Subagent = payload.Subagent,
            Workspace = payload.WorkingDirectory,
            WorkingDirectory = payload.WorkingDirectory,
            Operation = operation,
        };
        if (ProposalReader.CheckInput(request) is ProposalReading.Refused malformed)
        {
            return (null, malformed.Problem);
        }

        switch (await decisions.DecideAsync(request, caller, wait, cancellationToken))
        {
            case PipelineOutcome.Answered { Answer: var answer }:
                calls.Remember(caller.Subject, payload, act, answer.Id);
                return (answer, null);
            case PipelineOutcome.Refused refused:
                return (null, refused.Problem);
            default:
                throw new InvalidOperationException("A pipeline outcome without a case.");
        }
    }

    private static ActReading.Refused? Check(HookPayload payload) =>
        payload.WorkingDirectory is ['/', ..] ? null : new ActReading.Refused(new Problem("hook.cwd", "\"cwd\" is missing or not an absolute path."));

    private static bool IsStricter(Decision one, Decision other) => Strictness(one) > Strictness(other);

    private static int Strictness(Decision decision) => decision switch { Decision.Allow => 0, Decision.Review => 1, _ => 2 };

    private static ReadOnlyMemory<byte> Refuse(IHookAdapter adapter, string eventName, Problem problem) =>
        adapter.Refusal(eventName, $"Pharos could not decide, so the answer is no ({problem.Code}): {problem.Message}");
}
