using System.Text.Json;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;

namespace Pharos.Server.Tasks;

/// <summary>
/// What is asked for. <c>to</c> names one expert; else the best of those that take the kind and have the capabilities gets it. Give <c>deadline</c> as a time or <c>within</c> as a
/// duration such as <c>10m</c>.
/// </summary>
internal sealed record TaskRequestContract(
    string Kind = TaskKinds.Work,
    string? Summary = null,
    JsonElement? Input = null,
    IReadOnlyList<string>? Capabilities = null,
    string? To = null,
    string? Workspace = null,
    string? Priority = null,
    DateTimeOffset? Deadline = null,
    string? Within = null,
    Guid? Review = null,
    string? Agent = null);

/// <summary>A task as it stands. Lists leave <c>input</c> and <c>output</c> out.</summary>
internal sealed record TaskContract(
    Guid Id,
    string Kind,
    string Summary,
    string State,
    long Version,
    string AskedBy,
    string? To,
    string? Assignee,
    IReadOnlyList<string> Capabilities,
    string? Workspace,
    Guid? Review,
    string Priority,
    DateTimeOffset RequestedAt,
    DateTimeOffset Deadline,
    DateTimeOffset? HeldUntil,
    string? Reason,
    IReadOnlyList<TaskAttemptContract> Attempts,
    TaskProgressContract? Progress,
    ExpertChoice? Choice,
    JsonElement? Input,
    TaskResultContract? Result,
    DateTimeOffset? ClosedAt)
{
    public static TaskContract Of(TaskItem item) => new(
        item.Id,
        item.Request.Kind,
        item.Request.Summary,
        TaskStates.NameOf(item.State),
        item.Version,
        item.Request.AskedBy,
        item.Request.To,
        item.Assignee,
        item.Request.Capabilities,
        item.Request.Workspace,
        item.Request.Review,
        TaskPriorities.NameOf(item.Request.Priority),
        item.RequestedAt,
        item.Request.Deadline,
        item.HeldUntil,
        item.ClosedWhy ?? item.Unplaced,
        [.. item.Attempts.Select(attempt => new TaskAttemptContract(attempt.Expert, attempt.Why, attempt.IsDeclined))],
        item.Progress is { } progress ? new TaskProgressContract(progress.Percent, progress.Note, progress.At) : null,
        item.Choice,
        item.Request.Input,
        item.Result is { } result ? TaskResultContract.Of(result) : null,
        item.ClosedAt);
}

/// <summary>That an expert had a task and has it no more.</summary>
internal sealed record TaskAttemptContract(string Expert, string Why, bool Declined);

/// <summary>How far an expert is.</summary>
internal sealed record TaskProgressContract(int? Percent, string? Note, DateTimeOffset At);

/// <summary>What came of a task: an output, an opinion or a problem.</summary>
internal sealed record TaskResultContract(string By, DateTimeOffset At, JsonElement? Output, string? Verdict, double? Confidence, string? Reason, string? Problem)
{
    public static TaskResultContract Of(TaskResult result) => new(
        result.By,
        result.At,
        result.Output,
        result.Opinion is { } opinion ? OpinionVerdicts.NameOf(opinion.Verdict) : null,
        result.Opinion?.Confidence,
        result.Opinion?.Reason,
        result.Problem);
}

/// <summary>A result: <c>output</c> for work, <c>verdict</c>, <c>confidence</c> and <c>reason</c> for a judgement, <c>problem</c> for what could not be done.</summary>
internal sealed record TaskFinishContract(JsonElement? Output = null, string? Verdict = null, double? Confidence = null, string? Reason = null, string? Problem = null);

/// <summary>How far the caller is.</summary>
internal sealed record TaskReportContract(int? Percent = null, string? Note = null);

/// <summary>Why a task is declined or cancelled.</summary>
internal sealed record TaskReasonContract(string? Reason = null);

/// <summary>A page of tasks; <c>next</c> is the <c>after</c> of the following one.</summary>
internal sealed record TaskListContract(IReadOnlyList<TaskContract> Items, string? Next, int Open);

/// <summary>What an expert has to do; <c>tag</c> is the <c>seen</c> of the next look, which then waits until something else lies there.</summary>
internal sealed record InboxContract(string Expert, IReadOnlyList<TaskContract> Items, string Tag);
