using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Server.Logging;

namespace Pharos.Server.Hooks;

/// <summary>Records what agents did after they were answered, and what people asked of them. Nothing here stops anything.</summary>
internal sealed class HookRecord(ExecutionReports reports, PromptRecord prompts, SessionCalls calls, ILogger<HookRecord> logger)
{
    /// <summary>The operation of one act of a call: derived, so that the report of the call finds what it was allowed by. Null where the agent names no call.</summary>
    public static OperationId? OperationOf(IHookAdapter adapter, HookPayload payload, Caller caller, int act) =>
        payload is { Session: { } session, ToolUse: { } use } ? Operation(adapter, caller, session, act == 0 ? use : $"{use}/{act.ToString(CultureInfo.InvariantCulture)}") : null;

    /// <summary>Records that a tool ran.</summary>
    public async ValueTask ReportAsync(
        IHookAdapter adapter, string eventName, HookPayload payload, ExecutionState state, Caller caller, CancellationToken cancellationToken)
    {
        var report = new ExecutionReport(state, payload.Error ?? DetailOf(payload));
        if (adapter.ActsOf(eventName, payload) is not ActReading.Read { Acts: { Count: > 0 } acts })
        {
            await ReportAsync(OperationOf(adapter, payload, caller, 0) ?? Operation(adapter, caller, "", ""), payload.ToolUse, report, caller, cancellationToken);
            return;
        }

        for (var i = 0; i < acts.Count && i < ToolAct.MaximumActs; i++)
        {
            var named = OperationOf(adapter, payload, caller, i);
            if ((named is null || acts[i].HasOwnEvent) && calls.Find(caller.Subject, payload, acts[i]) is { } id)
            {
                Settle(await reports.ReportAsync(id, report, caller, cancellationToken), id.ToString());
            }
            else
            {
                await ReportAsync(named ?? Operation(adapter, caller, "", ""), payload.ToolUse, report, caller, cancellationToken);
            }
        }
    }

    /// <summary>Records a report too large to be read.</summary>
    public async ValueTask ReportLargeAsync(IHookAdapter adapter, LargePayload payload, ExecutionState state, Caller caller, CancellationToken cancellationToken)
    {
        var detail = $"payload too large to keep: {payload.Bytes.ToString(CultureInfo.InvariantCulture)} bytes, sha256 {payload.Sha256}";
        var report = new ExecutionReport(state, detail);
        var session = payload.Text(adapter.SessionMember);
        var use = payload.Text("tool_use_id");
        if (use is null && calls.FindLatest(caller.Subject, session, payload.Text("tool_name")) is { } id)
        {
            Settle(await reports.ReportAsync(id, report, caller, cancellationToken), id.ToString());
            return;
        }

        await ReportAsync(Operation(adapter, caller, session ?? "", use ?? ""), use, report, caller, cancellationToken);
    }

    /// <summary>Records what a person asked for.</summary>
    public async ValueTask PromptAsync(HookPayload payload, Caller caller, CancellationToken cancellationToken)
    {
        if (await prompts.WriteAsync(payload, caller, cancellationToken) is AppendOutcome.Refused refused)
        {
            logger.HookNotRecorded(refused.Code, refused.Reason);
        }
    }

    private static OperationId Operation(IHookAdapter adapter, Caller caller, string session, string use) =>
        HookOperation.Of(caller.Subject, session, adapter.DecisionEvent, use);

    private async ValueTask ReportAsync(OperationId operation, string? use, ExecutionReport report, Caller caller, CancellationToken cancellationToken) =>
        Settle(await reports.ReportAsync(operation, report, caller, workspace: null, cancellationToken), use ?? "(no tool_use_id)");

    private void Settle(ReportOutcome outcome, string what)
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
    }

    private static string? DetailOf(HookPayload payload)
    {
        if (!payload.Body.TryGet("tool_response", out var response) && !payload.Body.TryGet("tool_output", out response))
        {
            return null;
        }

        // What a tool answered may be anything, secrets of any form included: the record proves what it was without keeping it.
        var text = Encoding.UTF8.GetBytes(response.ToJson());
        var took = payload.Body.TryGet("duration_ms", out var duration) ? $"{duration.ToJson()} ms, " : "";
        return $"{took}response of {text.Length.ToString(CultureInfo.InvariantCulture)} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(text))}";
    }
}
