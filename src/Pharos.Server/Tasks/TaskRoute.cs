using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Tasks;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tasks;

/// <summary>What the routes of tasks share: the id in the path, who may look, and how an outcome is said.</summary>
internal static class TaskRoute
{
    /// <summary>Longest wait of one call.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static TaskId? IdOf(HttpContext context) => Guid.TryParseExact(context.Request.RouteValues["id"] as string, "D", out var id) ? new TaskId(id) : null;

    /// <summary>Whether a caller reads everything.</summary>
    public static bool ReadsAll(Caller caller) => caller.Role is Role.Viewer or Role.Reviewer or Role.Admin;

    /// <summary>A task as a caller may see it.</summary>
    public static TaskContract Show(TaskItem item, Caller caller) => TaskContract.Of(ReadsAll(caller) ? item : item.ShownTo(caller.Subject));

    /// <summary>The same answer for "not there" and "not yours", so that ids of others cannot be probed.</summary>
    public static Problem Unknown(HttpContext context) => new("task.unknown", $"There is no task {context.Request.RouteValues["id"]} that you may see.", StatusCodes.Status404NotFound);

    /// <summary>Reads <c>wait</c>; null when it is not one.</summary>
    public static TimeSpan? WaitOf(HttpContext context) =>
        context.Request.Query["wait"].ToString() is not { Length: > 0 } text ? TimeSpan.Zero : Duration.TryParse(text, out var wait) && wait <= LongestWait ? wait : null;

    /// <summary>What is said of a wait that is none.</summary>
    public static Problem Wait { get; } = new("task.wait", $"\"wait\" is {Duration.Form}, at most {LongestWait.TotalMinutes:0}m.");

    /// <summary>What is said to who has too many calls waiting.</summary>
    public static Problem Flood { get; } = new("task.waiting", "Too many calls of yours wait already. Ask without waiting.", StatusCodes.Status429TooManyRequests);

    /// <summary>Reads the body of a step that may have none.</summary>
    public static async ValueTask<(T? Body, Problem? Problem)> BodyAsync<T>(HttpContext context, JsonTypeInfo<T> type, T empty)
        where T : class =>
        context.Request.ContentLength is null or 0 && !context.Request.Headers.TransferEncoding.Contains("chunked") ? (empty, null) : await JsonBody.ReadAsync(context, type);

    /// <summary>The task as it stands, or the problem together with the task: who comes too late learns where it is.</summary>
    public static Task AnswerAsync(HttpContext context, TaskOutcome outcome, int status = StatusCodes.Status200OK) => outcome switch
    {
        TaskOutcome.Changed changed => JsonBody.WriteAsync(context, Show(changed.Item, Admission.Of(context).Caller), ServerJson.Default.TaskContract, status),
        TaskOutcome.Refused refused => RefuseAsync(context, refused),
        _ => throw new InvalidOperationException("A task outcome without a case."),
    };

    private static Task RefuseAsync(HttpContext context, TaskOutcome.Refused refused)
    {
        var caller = Admission.Of(context).Caller;
        if (refused.Current is not { } current || !(ReadsAll(caller) || current.Concerns(caller.Subject)))
        {
            return context.FailAsync(refused.Problem);
        }

        context.Response.StatusCode = refused.Problem.Status;
        return JsonBody.WriteAsync(
            context,
            writer => ProblemJson.Write(writer, refused.Problem, CorrelationFeature.Of(context), more =>
            {
                more.WritePropertyName("task");
                JsonSerializer.Serialize(more, Show(current, caller), ServerJson.Default.TaskContract);
            }),
            "application/problem+json");
    }
}
