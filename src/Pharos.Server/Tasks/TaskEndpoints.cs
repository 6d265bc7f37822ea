using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Gate;
using Pharos.Proposals;
using Pharos.Review;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Server.Configuration;
using Pharos.Server.Http;
using Pharos.Server.Security;

namespace Pharos.Server.Tasks;

/// <summary>Tasks over HTTP: ask for one, look at one or wait for it, list them.</summary>
internal sealed class TaskEndpoints(TaskParts tasks, ReviewDesk reviews, ProposalArchive archive, IEventLog log, TimeProvider clock, CancellationToken stopping)
{
    private readonly TaskListing _listing = new(tasks, log, clock);

    public void Map(RouteMap routes)
    {
        routes.Map("POST", "/api/tasks", CreateAsync);
        routes.Map("GET", "/api/tasks", ListAsync);
        routes.Map("GET", "/api/tasks/{id}", FindAsync);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, ServerJson.Default.TaskRequestContract);
        var caller = Admission.Of(context).Caller;
        if (problem is null && body!.Agent is { } named && named != caller.Subject)
        {
            problem = new Problem("agent.mismatch", $"The token is {caller.Subject}'s, so {named} cannot ask with it.", StatusCodes.Status403Forbidden);
        }

        TaskRequest? request = null;
        if (problem is null)
        {
            (request, problem) = await ReadAsync(body!, caller, context.RequestAborted);
        }

        if (problem is not null)
        {
            await context.FailAsync(problem);
            return;
        }

        await TaskRoute.AnswerAsync(context, await tasks.Desk.CreateAsync(request!, ExpertDesk.ActorOf(caller), context.RequestAborted), StatusCodes.Status201Created);
    }

    private async ValueTask<(TaskRequest? Request, Problem? Problem)> ReadAsync(TaskRequestContract body, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Priority is not null && !TaskPriorities.TryParse(body.Priority, out _))
        {
            return (null, new Problem("task.priority", "\"priority\" is low, normal or high."));
        }

        var time = TimeSpan.Zero;
        if (body.Within is { } within && (body.Deadline is not null || !Duration.TryParse(within, out time)))
        {
            return (null, new Problem("task.deadline", $"\"within\" is {Duration.Form}, and stands without a \"deadline\"."));
        }

        if (body.Input is { } input && System.Text.Encoding.UTF8.GetByteCount(input.GetRawText()) > TaskOptions.MaximumPayloadBytes)
        {
            return (null, new Problem("task.size", $"\"input\" has at most {TaskOptions.MaximumPayloadBytes} bytes. Refer to what is larger.", StatusCodes.Status413PayloadTooLarge));
        }

        var deadline = body.Deadline ?? clock.GetUtcNow() + (time > TimeSpan.Zero ? time : tasks.Options.Deadline);
        _ = TaskPriorities.TryParse(body.Priority, out var priority);
        if (body.Kind == TaskKinds.Judge)
        {
            return await ReadJudgementAsync(body, caller, deadline, cancellationToken);
        }

        var (masked, error) = (default(JsonElement), default(string));
        if (body.Input is { } given && !MaskedJson.TryOf(given, out masked, out error))
        {
            return (null, new Problem("task.input", $"\"input\" cannot be read: {error}"));
        }

        return (new TaskRequest
        {
            Kind = body.Kind,
            Summary = SecretMask.Mask(body.Summary ?? ""),
            AskedBy = caller.Subject,
            Input = body.Input is null ? null : masked,
            Capabilities = body.Capabilities ?? [],
            To = body.To,
            Workspace = body.Workspace,
            Priority = priority,
            Deadline = deadline,
        }, null);
    }

    private async ValueTask<(TaskRequest? Request, Problem? Problem)> ReadJudgementAsync(TaskRequestContract body, Caller caller, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        if (caller.Role is not (Role.Reviewer or Role.Admin))
        {
            // An agent that could choose who judges it would choose a friend.
            return (null, new Problem("task.kind", "Opinions on reviews are asked for by the server and by reviewers. Hand others tasks of kind work.", StatusCodes.Status403Forbidden));
        }

        if (body.Review is not { } id || await reviews.FindAsync(new ReviewId(id), cancellationToken) is not { IsClosed: false } item)
        {
            return (null, new Problem("task.review", "A judgement names a \"review\" that is open."));
        }

        var found = await archive.FindAsync(new ProposalId(item.Request.Proposal), cancellationToken);
        return (JudgeTask.Of(item, found, caller.Subject, deadline) with { Capabilities = body.Capabilities ?? [], To = body.To }, null);
    }

    private async Task FindAsync(HttpContext context)
    {
        if (TaskRoute.WaitOf(context) is not { } wait)
        {
            await context.FailAsync(TaskRoute.Wait);
            return;
        }

        var caller = Admission.Of(context).Caller;
        using var place = wait > TimeSpan.Zero ? tasks.Calls.TryTake(caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            await context.FailAsync(TaskRoute.Flood);
            return;
        }

        if (TaskRoute.IdOf(context) is not { } id || await WaitAsync(id, caller, wait, context.RequestAborted) is not { } item)
        {
            await context.FailAsync(TaskRoute.Unknown(context));
            return;
        }

        await JsonBody.WriteAsync(context, TaskRoute.Show(item, caller), ServerJson.Default.TaskContract);
    }

    /// <summary>The task once it is closed, or as it stands when the time is over; null when there is none that the caller may see.</summary>
    private async Task<TaskItem?> WaitAsync(TaskId id, Caller caller, TimeSpan wait, CancellationToken gone)
    {
        var head = await log.HeadAsync(gone);
        var item = await tasks.Desk.FindAsync(id, gone);
        if (item is null || !(TaskRoute.ReadsAll(caller) || item.Concerns(caller.Subject)) || item.IsClosed || wait == TimeSpan.Zero)
        {
            return item is not null && (TaskRoute.ReadsAll(caller) || item.Concerns(caller.Subject)) ? item : null;
        }

        using var time = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, gone, stopping);
        try
        {
            await foreach (var record in log.Subscribe(head, new EventFilter { Correlation = item.Matter }).WithCancellation(either.Token))
            {
                if (record.Stream == id.Stream && await tasks.Desk.FindAsync(id, gone) is { IsClosed: true } closed)
                {
                    return closed;
                }
            }
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            // The time is over, or the server stops: the task as it stands; whoever asks again goes on waiting there.
        }

        return await tasks.Desk.FindAsync(id, gone);
    }

    private async Task ListAsync(HttpContext context)
    {
        var caller = Admission.Of(context).Caller;
        var (filter, problem) = TaskFilter.Read(context.Request.Query, caller.Subject);
        if (filter is null)
        {
            await context.FailAsync(problem!);
            return;
        }

        await JsonBody.WriteAsync(context, await _listing.ReadAsync(filter, caller, context.RequestAborted), ServerJson.Default.TaskListContract);
    }
}
