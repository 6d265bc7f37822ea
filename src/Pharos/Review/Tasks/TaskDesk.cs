using System.Text.Json;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Proposals;
using Pharos.Review.Experts;

namespace Pharos.Review.Tasks;

/// <summary>
/// Where tasks are created and moved: every step is decided on the task as it stands and appended against that version, so two experts can never both have one. Safe for use by
/// many threads and by several nodes on one log.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="board">Says how many tasks there are.</param>
/// <param name="experts">Says who may work.</param>
/// <param name="selection">Says whose own matter a task is about.</param>
/// <param name="options">The bounds.</param>
/// <param name="clock">The clock.</param>
public sealed class TaskDesk(IEventLog log, Projection<TaskBoard> board, ExpertDesk experts, ExpertSelection selection, TaskOptions options, TimeProvider clock)
{
    private const int MaximumAttempts = 16;

    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);

    private static readonly Actor System = new(ActorKind.System, "tasks");

    /// <summary>The task as it stands with its input and output, read from its own stream; null when there is none.</summary>
    public async ValueTask<TaskItem?> FindAsync(TaskId id, CancellationToken cancellationToken)
    {
        TaskItem? item = null;
        await foreach (var record in log.ReadStreamAsync(id.Stream, cancellationToken: cancellationToken))
        {
            item = TaskItemFold.Apply(item, record);
        }

        return item;
    }

    /// <summary>Asks for something to be done. It is queued; the keeper finds the expert.</summary>
    /// <param name="request">What. Its texts must be masked.</param>
    /// <param name="by">Who, as events show it; <see cref="TaskRequest.AskedBy"/> is its id.</param>
    /// <param name="cancellationToken">Gives up before it is recorded.</param>
    /// <param name="id">The id when the caller must not create it twice: with an id that exists, the task that exists is the answer.</param>
    public async ValueTask<TaskOutcome> CreateAsync(TaskRequest request, Actor by, CancellationToken cancellationToken, TaskId? id = null)
    {
        var now = clock.GetUtcNow();
        if (TaskRules.Check(request, now) is { } problem)
        {
            return new TaskOutcome.Refused(problem, null);
        }

        var (open, asked) = board.Read((state, _) => (state.OpenCount, state.AskedBy(request.AskedBy)));
        if (open >= options.Open || (by.Kind != ActorKind.System && asked >= options.OpenPerAsker))
        {
            return new TaskOutcome.Refused(
                new Problem("task.flood", open >= options.Open ? $"{open} tasks are open, and the server takes no more." : $"{asked} tasks of yours are open. Wait for some, or cancel them.", 429), null);
        }

        var task = id ?? TaskId.New(clock);
        var record = Requested(task, request, by);
        return await log.AppendAsync(new AppendBatch([record], [new ExpectedVersion(task.Stream, 0)], null), cancellationToken) switch
        {
            AppendOutcome.Appended => new TaskOutcome.Changed((await FindAsync(task, CancellationToken.None))!),
            AppendOutcome.Conflict when await FindAsync(task, cancellationToken) is { } item => new TaskOutcome.Changed(item),
            AppendOutcome.Refused refused => new TaskOutcome.Refused(new Problem(refused.Code, refused.Reason, 413), null),
            _ => throw new InvalidOperationException("A new stream that is neither new nor there."),
        };
    }

    /// <summary>The event that creates a task, for a batch that records it together with what it is for; expect version 0 of <see cref="TaskId.Stream"/>.</summary>
    public NewEvent Requested(TaskId id, TaskRequest request, Actor by) => new()
    {
        Stream = id.Stream,
        Id = EventId.New(clock),
        Type = TaskEvents.Requested,
        At = clock.GetUtcNow(),
        Actor = by,
        Agent = by.Kind == ActorKind.Agent ? by.Id : null,
        Workspace = request.Workspace,
        Correlation = new CorrelationId(request.Matter ?? id.Value),
        Payload = JsonSerializer.SerializeToUtf8Bytes(request, TaskJson.Default.TaskRequest),
    };

    /// <summary>Begins to work on what lies in the caller's inbox.</summary>
    public ValueTask<TaskOutcome> ClaimAsync(TaskId id, Caller by, CancellationToken cancellationToken) =>
        WorkAsync(id, by, (item, now) => TaskSteps.Claim(item, by.Subject, now, options), cancellationToken);

    /// <summary>Says that the caller is still at it, and how far.</summary>
    public ValueTask<TaskOutcome> ReportAsync(TaskId id, Caller by, int? percent, string? note, CancellationToken cancellationToken) =>
        WorkAsync(id, by, (item, now) => TaskSteps.Report(item, by.Subject, percent, Masked(note), now, options), cancellationToken);

    /// <summary>Will not do it; the next one is asked.</summary>
    public ValueTask<TaskOutcome> DeclineAsync(TaskId id, Caller by, string? why, CancellationToken cancellationToken) =>
        WorkAsync(id, by, (item, now) => TaskSteps.Decline(item, by.Subject, Masked(why) ?? "declined", now), cancellationToken);

    /// <summary>Gives the result. <see cref="TaskResult.By"/> and <see cref="TaskResult.At"/> are set here; its texts must be masked.</summary>
    public async ValueTask<TaskOutcome> FinishAsync(TaskId id, Caller by, TaskResult result, CancellationToken cancellationToken)
    {
        if (result.Opinion is not null)
        {
            await FollowAsync(cancellationToken);
        }

        return await WorkAsync(id, by, (item, now) => TaskSteps.Finish(item, by.Subject, result with { By = by.Subject, At = now }, now) switch
        {
            // Whoever asked for them, a reviewer and a panel, two opinions of one expert would count for two, or contradict each other.
            TaskStep.Record when item.Request.Review is { } review && result.Opinion is not null && board.Read((state, _) => state.OpinionsOf(review, by.Subject).Any()) =>
                TaskStep.No("vote.second", "You have given your opinion on this review in another task, and each expert has one. Decline this one."),
            var step => step,
        }, cancellationToken);
    }

    /// <summary>Does not want it any more: who asked for it, or an administrator.</summary>
    public ValueTask<TaskOutcome> CancelAsync(TaskId id, Caller by, string? why, CancellationToken cancellationToken) => StepAsync(
        id,
        ExpertDesk.ActorOf(by),
        (item, _) => !item.Concerns(by.Subject) && by.Role is not (Role.Reviewer or Role.Admin) ? Unknown(id)
            : item.Request.AskedBy != by.Subject && by.Role != Role.Admin
            ? TaskStep.No("task.asker", $"Only {item.Request.AskedBy} or an administrator can cancel it.", 403)
            : TaskSteps.Cancel(item, Masked(why) ?? $"{by.Subject} cancelled it"),
        cancellationToken);

    /// <summary>Takes a task back because what it was for has ended.</summary>
    public ValueTask<TaskOutcome> WithdrawAsync(TaskId id, string why, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, _) => TaskSteps.Cancel(item, why), cancellationToken);

    internal ValueTask<TaskOutcome> AssignAsync(TaskId id, ExpertChoice choice, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, now) => TaskSteps.Assign(item, choice, now, options), cancellationToken);

    internal ValueTask<TaskOutcome> UnplaceAsync(TaskId id, string why, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, now) => TaskSteps.Unplace(item, why, now), cancellationToken);

    internal ValueTask<TaskOutcome> ReturnAsync(TaskId id, string from, ReturnCause cause, string why, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, _) => TaskSteps.Return(item, from, cause, why), cancellationToken);

    internal ValueTask<TaskOutcome> GiveUpAsync(TaskId id, CancellationToken cancellationToken) =>
        StepAsync(id, System, (item, now) => TaskSteps.GiveUp(item, now, options), cancellationToken);

    internal ValueTask<TaskOutcome> RunOutAsync(TaskId id, CancellationToken cancellationToken) =>
        StepAsync(id, System, TaskSteps.RunOut, cancellationToken);

    private async ValueTask FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await board.ReachedAsync(await log.HeadAsync(cancellationToken), cancellationToken).WaitAsync(CatchUp, clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or InvalidOperationException)
        {
            // The panel looks again before its verdict; the health check of the projection says why it stands still.
        }
    }

    private static string? Masked(string? text) => string.IsNullOrWhiteSpace(text) ? null : SecretMask.Mask(text.Trim());

    private async ValueTask<TaskOutcome> WorkAsync(TaskId id, Caller by, Func<TaskItem, DateTimeOffset, TaskStep> decide, CancellationToken cancellationToken)
    {
        var expert = await experts.FindAsync(new ExpertId(by.Subject), cancellationToken);
        return await StepAsync(
            id,
            ExpertDesk.ActorOf(by),
            (item, now) => !item.Concerns(by.Subject) ? Unknown(id)
                : expert is { IsSuspended: true } ? TaskStep.No("expert.suspended", $"{expert.SuspendedBy} has suspended you{(expert.SuspendedWhy is { } why ? $": {why}" : ".")}", 403)
                : item.Request.IsJudgement && by.Role != Role.Expert ? TaskStep.No("expert.role", "Only a token with the role expert judges.", 403)
                : selection.IsOwn(by.Subject, item.Request.About) ? TaskStep.No("review.self", "Nobody judges what they, or whoever registered them, proposed.", 403)
                : decide(item, now),
            cancellationToken);
    }

    private async ValueTask<TaskOutcome> StepAsync(TaskId id, Actor by, Func<TaskItem, DateTimeOffset, TaskStep> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await FindAsync(id, cancellationToken) is not { } item)
            {
                return new TaskOutcome.Refused(Unknown(id).Problem, null);
            }

            var now = clock.GetUtcNow();
            var step = decide(item, now);
            if (step is TaskStep.Refuse refuse)
            {
                return new TaskOutcome.Refused(refuse.Problem, refuse.Problem.Status == 404 ? null : item);
            }

            var next = (TaskStep.Record)step;
            switch (await log.AppendAsync(new AppendBatch([Event(item, next, by, now)], [new ExpectedVersion(id.Stream, item.Version)], null), cancellationToken))
            {
                case AppendOutcome.Appended:
                    TaskMetrics.Stepped(next.Type);
                    return new TaskOutcome.Changed(await FindAsync(id, CancellationToken.None) ?? item);
                case AppendOutcome.Refused refused:
                    return new TaskOutcome.Refused(new Problem(refused.Code, refused.Reason, 413), item);
            }
        }

        return new TaskOutcome.Refused(new Problem("task.busy", "Too many others move it at this moment; try again.", 409), null);
    }

    // The same answer for "not there" and "not yours", so that ids of others cannot be probed.
    private static TaskStep.Refuse Unknown(TaskId id) => TaskStep.No("task.unknown", $"There is no task {id} that you may see.", 404);

    private NewEvent Event(TaskItem item, TaskStep.Record step, Actor by, DateTimeOffset now) => new()
    {
        Stream = item.TaskId.Stream,
        Id = EventId.New(clock),
        Type = step.Type,
        At = now,
        Actor = by,
        Agent = step.Expert ?? item.Holder ?? item.Request.AskedBy,
        Workspace = item.Request.Workspace,
        Correlation = item.Matter,
        Payload = step.Payload,
    };
}
