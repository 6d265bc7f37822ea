using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Server.Logging;

namespace Pharos.Server.Hooks;

/// <summary>Answers the events of Claude Code. Every tool becomes a proposal; what is not understood is refused in the form its event understands.</summary>
internal sealed class ClaudeCodeHook(
    DecisionPipeline pipeline, ProposalArchive archive, ExecutionReports reports, PromptRecord prompts, SessionCalls calls, ILogger<ClaudeCodeHook> logger)
{
    private const string PreToolUse = "PreToolUse";

    /// <summary>Answers one event.</summary>
    /// <param name="eventName">The event the URL names; the form of every refusal follows from it.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="caller">The token's subject: the agent.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    public async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(
        string eventName, ClaudeCodePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        if (payload.Event is { } inBody && inBody != eventName)
        {
            // A settings file that wires one event to another's URL would get answers in a form that Claude Code ignores.
            return Refuse(eventName, "hook.event", $"The payload is of {inBody} and not of {eventName}; run: pharos hook install claude-code");
        }

        return eventName switch
        {
            PreToolUse => await DecideAsync(payload, caller, cancellationToken),
            "PermissionRequest" => await RequestAsync(payload, caller, cancellationToken),
            "PostToolUse" => await ReportAsync(payload, ExecutionState.Done, caller, cancellationToken),
            "PostToolUseFailure" => await ReportAsync(payload, ExecutionState.Failed, caller, cancellationToken),
            "UserPromptSubmit" => await RecordPromptAsync(payload, caller, cancellationToken),
            _ => Refuse(eventName, "hook.unknown", $"Pharos does not judge {eventName}; remove its hook, or run: pharos hook install claude-code"),
        };
    }

    /// <summary>Records a report too large to be read: what its tool answered is kept as hash and length.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReportLargeAsync(
        string eventName, LargePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        var state = eventName == "PostToolUseFailure" ? ExecutionState.Failed : ExecutionState.Done;
        var detail = $"payload too large to keep: {payload.Bytes.ToString(CultureInfo.InvariantCulture)} bytes, sha256 {payload.Sha256}";
        await ReportAsync(payload.Text("session_id"), payload.Text("tool_use_id"), new ExecutionReport(state, detail), caller, cancellationToken);
        return ClaudeCodeAnswer.NoOpinion;
    }

    private async ValueTask<ReadOnlyMemory<byte>> DecideAsync(ClaudeCodePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        var operation = payload is { Session: { } session, ToolUse: { } use } ? HookOperation.Of(caller.Subject, session, PreToolUse, use) : default(OperationId?);
        var (answer, problem) = await ProposeAsync(payload, operation, caller, cancellationToken);
        if (answer is null)
        {
            return Refuse(PreToolUse, problem!.Code, problem.Message);
        }

        calls.Remember(caller.Subject, payload, answer.Id);
        return !answer.IsEnforced ? ClaudeCodeAnswer.NoOpinion : answer.Decision switch
        {
            Decision.Allow => ClaudeCodeAnswer.Permission("allow", HookReason.Of(answer)),
            Decision.Review when PermissionModes.AsksSomebody(payload.PermissionMode) => ClaudeCodeAnswer.Permission("ask", HookReason.Of(answer)),
            Decision.Review => ClaudeCodeAnswer.Permission("deny", HookReason.NobodyToAsk(answer, payload.PermissionMode)),
            _ => ClaudeCodeAnswer.Permission("deny", HookReason.Of(answer)),
        };
    }

    private async ValueTask<ReadOnlyMemory<byte>> RequestAsync(ClaudeCodePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        const string eventName = "PermissionRequest";
        var found = calls.Find(caller.Subject, payload) is { } id ? await archive.FindAsync(id, cancellationToken) : null;
        var (answer, problem) = found is not null ? (found.Answer, null) : await ProposeAsync(payload, null, caller, cancellationToken);
        if (answer is null)
        {
            return Refuse(eventName, problem!.Code, problem.Message);
        }

        return !answer.IsEnforced ? ClaudeCodeAnswer.NoOpinion : answer.Decision switch
        {
            Decision.Allow => ClaudeCodeAnswer.AllowBehavior(),
            // The dialog that is about to open is the review.
            Decision.Review when PermissionModes.AsksSomebody(payload.PermissionMode) => ClaudeCodeAnswer.NoOpinion,
            Decision.Review => ClaudeCodeAnswer.Refusal(eventName, HookReason.NobodyToAsk(answer, payload.PermissionMode)),
            _ => ClaudeCodeAnswer.Refusal(eventName, HookReason.Of(answer)),
        };
    }

    private async ValueTask<(Answer? Answer, Problem? Problem)> ProposeAsync(
        ClaudeCodePayload payload, OperationId? operation, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(payload.Tool))
        {
            return (null, new Problem("hook.tool", "\"tool_name\" is missing."));
        }

        if (payload.ToolInput is not { } input)
        {
            return (null, new Problem("hook.input", "\"tool_input\" is missing or not an object."));
        }

        if (payload.WorkingDirectory is not ['/', ..])
        {
            return (null, new Problem("hook.cwd", "\"cwd\" is missing or not an absolute path."));
        }

        var request = new ProposalRequest
        {
            Kind = ProposalKinds.OfTool(payload.Tool),
            Tool = payload.Tool,
            Input = input,
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

        return await pipeline.DecideAsync(request, caller, cancellationToken) switch
        {
            PipelineOutcome.Answered answered => (answered.Answer, null),
            PipelineOutcome.Refused refused => (null, refused.Problem),
            _ => throw new InvalidOperationException("A pipeline outcome without a case."),
        };
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReportAsync(
        ClaudeCodePayload payload, ExecutionState state, Caller caller, CancellationToken cancellationToken)
    {
        var report = new ExecutionReport(state, payload.Error ?? DetailOf(payload));
        if (payload.ToolUse is null && calls.Find(caller.Subject, payload) is { } id)
        {
            await SettleAsync(await reports.ReportAsync(id, report, caller, cancellationToken), id.ToString());
        }
        else
        {
            await ReportAsync(payload.Session, payload.ToolUse, report, caller, cancellationToken);
        }

        return ClaudeCodeAnswer.NoOpinion;
    }

    private async ValueTask ReportAsync(string? session, string? use, ExecutionReport report, Caller caller, CancellationToken cancellationToken)
    {
        var operation = HookOperation.Of(caller.Subject, session ?? "", PreToolUse, use ?? "");
        await SettleAsync(await reports.ReportAsync(operation, report, caller, workspace: null, cancellationToken), use ?? "(no tool_use_id)");
    }

    private ValueTask SettleAsync(ReportOutcome outcome, string what)
    {
        switch (outcome)
        {
            case ReportOutcome.Bypassed:
                logger.Bypassed(what);
                break;
            case ReportOutcome.Refused refused:
                logger.HookNotRecorded(refused.Problem.Code, refused.Problem.Message);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<ReadOnlyMemory<byte>> RecordPromptAsync(ClaudeCodePayload payload, Caller caller, CancellationToken cancellationToken)
    {
        if (await prompts.WriteAsync(payload, caller, cancellationToken) is AppendOutcome.Refused refused)
        {
            logger.HookNotRecorded(refused.Code, refused.Reason);
        }

        return ClaudeCodeAnswer.NoOpinion;
    }

    private static string? DetailOf(ClaudeCodePayload payload)
    {
        if (!payload.Body.TryGet("tool_response", out var response))
        {
            return null;
        }

        // What a tool answered may be anything, secrets of any form included: the record proves what it was without keeping it.
        var text = Encoding.UTF8.GetBytes(response.ToJson());
        var took = payload.Body.TryGet("duration_ms", out var duration) ? $"{duration.ToJson()} ms, " : "";
        return $"{took}response of {text.Length.ToString(CultureInfo.InvariantCulture)} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(text))}";
    }

    private static ReadOnlyMemory<byte> Refuse(string eventName, string code, string message) =>
        ClaudeCodeAnswer.Refusal(eventName, $"Pharos could not decide, so the answer is no ({code}): {message}");
}
