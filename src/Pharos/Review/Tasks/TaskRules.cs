using Pharos.Agents;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>What a request may hold.</summary>
internal static class TaskRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a request; null for nothing.</summary>
    public static Problem? Check(TaskRequest request, DateTimeOffset now) =>
        !ExpertProfile.IsName(request.Kind) ? new Problem("task.kind", "\"kind\" is a name such as work: lower-case letters, digits and . _ -")
        : request.Capabilities.Count > ExpertProfile.MaximumNames || !request.Capabilities.All(ExpertProfile.IsName)
            ? new Problem("task.capabilities", $"\"capabilities\" holds at most {ExpertProfile.MaximumNames} names: lower-case letters, digits and . _ -")
        : string.IsNullOrWhiteSpace(request.Summary) || request.Summary.Length > TaskOptions.MaximumSummaryCharacters
            ? new Problem("task.summary", $"\"summary\" says in 1 to {TaskOptions.MaximumSummaryCharacters} characters what is to be done.")
        : request.Input?.GetRawText().Length > TaskOptions.MaximumPayloadBytes ? new Problem("task.size", $"\"input\" has at most {TaskOptions.MaximumPayloadBytes} bytes. Refer to what is larger.", 413)
        : request.Deadline < now + Shortest || request.Deadline > now + TaskOptions.LongestDeadline
            ? new Problem("task.deadline", $"\"deadline\" lies between one second and {TaskOptions.LongestDeadline.TotalDays:0} days from now.")
        : request.To is { } named && !TokenClaims.IsSubject(named) ? new Problem("task.to", "\"to\" is the id of an expert.")
        : request.Workspace is { } root && (!root.StartsWith('/') || root.Length > EventLimits.WorkspaceLength || root.Any(char.IsControl)) ? new Problem("task.workspace", "\"workspace\" is an absolute path without control characters.")
        : request.To is { } to && to == request.AskedBy ? new Problem("task.self", "A task for oneself needs no desk.")
        : request.IsJudgement && request.Review is null ? new Problem("task.review", "A judgement names the \"review\" it is about.")
        : null;
}
