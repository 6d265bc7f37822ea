using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Proposals;
using Pharos.Review.Consensus;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Server.Experts;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tasks;

/// <summary>What an expert does with a task, and how the one who asked takes it back.</summary>
internal sealed class TaskStepEndpoints(TaskParts tasks, PanelVoting voting, ExpertParts experts)
{
    private const string Base = "/api/tasks/{id}/";

    public void Map(RouteMap routes)
    {
        routes.Map("POST", Base + "claim", context => StepAsync(context, (id, by) => tasks.Desk.ClaimAsync(id, by, context.RequestAborted)));
        routes.Map("POST", Base + "progress", ReportAsync);
        routes.Map("POST", Base + "result", FinishAsync);
        routes.Map("POST", Base + "decline", context => GiveUpAsync(context, isExperts: true, (id, by, why) => tasks.Desk.DeclineAsync(id, by, why, context.RequestAborted)));
        routes.Map("POST", Base + "cancel", context => GiveUpAsync(context, isExperts: false, (id, by, why) => tasks.Desk.CancelAsync(id, by, why, context.RequestAborted)));
    }

    private async Task ReportAsync(HttpContext context)
    {
        var (body, problem) = await TaskRoute.BodyAsync(context, ServerJson.Default.TaskReportContract, new TaskReportContract());
        problem ??= TooLong(body!.Note, "note");
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await StepAsync(context, (id, by) => tasks.Desk.ReportAsync(id, by, body!.Percent, body.Note, context.RequestAborted));
    }

    private async Task GiveUpAsync(HttpContext context, bool isExperts, Func<TaskId, Caller, string?, ValueTask<TaskOutcome>> move)
    {
        var (body, problem) = await TaskRoute.BodyAsync(context, ServerJson.Default.TaskReasonContract, new TaskReasonContract());
        problem ??= TooLong(body!.Reason, "reason");
        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await StepAsync(context, (id, by) => move(id, by, body!.Reason), isExperts);
    }

    private async Task FinishAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.TaskFinishContract);
        var result = default(TaskResult);
        if (problem is null)
        {
            (result, problem) = TaskResultReader.Read(body!);
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await StepAsync(context, (id, by) => voting.FinishAsync(id, by, result!, context.RequestAborted));
    }

    private async Task StepAsync(HttpContext context, Func<TaskId, Caller, ValueTask<TaskOutcome>> move, bool isExperts = true)
    {
        if (TaskRoute.IdOf(context) is not { } id)
        {
            await context.FailAsync(TaskRoute.Unknown(context));
            return;
        }

        var caller = Admission.Of(context).Caller;
        if (isExperts)
        {
            // What needs no signature is no sign of life: who only read a token must not keep a dead expert among the living.
            await experts.Desk.SeenAsync(new ExpertId(caller.Subject), context.RequestAborted);
        }

        await TaskRoute.AnswerAsync(context, await move(id, caller));
    }

    private static Problem? TooLong(string? text, string name) =>
        text?.Length > TaskOptions.MaximumNoteCharacters ? new Problem("task.text", $"\"{name}\" has at most {TaskOptions.MaximumNoteCharacters} characters.") : null;
}
