using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ModelContextProtocol.Protocol;
using Pharos.Events;
using Pharos.Proposals;
using Pharos.Review.Experts;
using Pharos.Review.Tasks;
using Pharos.Server.Experts;
using Pharos.Server.Mcp.Tools.Proposals;
using Pharos.Server.Security;
using Pharos.Server.Tasks;

namespace Pharos.Server.Mcp.Tools.Experts;

/// <summary>What the tools about tasks share: asking for one, waiting for it, moving it.</summary>
internal sealed class TaskTools(TaskParts tasks, ExpertParts experts, ProposalTools proposals, IEventLog log, TimeProvider clock)
{
    /// <summary>A task.</summary>
    public const string Shape = """
        {"type":"object","required":["id","kind","summary","state","askedBy"],"properties":{
        "id":{"type":"string"},"kind":{"type":"string"},"summary":{"type":"string"},"state":{"enum":["queued","assigned","claimed","done","failed","expired","cancelled"]},
        "askedBy":{"type":"string"},"assignee":{"type":["string","null"]},"input":{},"result":{},"progress":{},"reason":{"type":["string","null"]}}}
        """;

    /// <summary>Asks for something to be done, and waits for it as long as the caller says.</summary>
    public async ValueTask<CallToolResult> AskAsync(ToolCall call, TaskRequest request, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (request.Kind == TaskKinds.Judge)
        {
            // An agent that could choose who judges it would choose a friend.
            return ToolAnswer.Refuse("task.kind", "Opinions on reviews are asked for by the server and by reviewers. Hand others tasks of kind work.");
        }

        if (request.Input is { } input && System.Text.Encoding.UTF8.GetByteCount(input.GetRawText()) > TaskOptions.MaximumPayloadBytes)
        {
            return ToolAnswer.Refuse("task.size", $"\"input\" has at most {TaskOptions.MaximumPayloadBytes} bytes. Refer to what is larger.");
        }

        return await tasks.Desk.CreateAsync(request, ExpertDesk.ActorOf(call.Caller), cancellationToken) switch
        {
            TaskOutcome.Changed changed => Result(await WaitAsync(changed.Item, call, wait, cancellationToken), call),
            TaskOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("A task outcome without a case."),
        };
    }

    /// <summary>A request of the caller's.</summary>
    public TaskRequest RequestOf(ToolCall call, string summary, JsonElement? input, string? priority, TimeSpan? within) => new()
    {
        Kind = TaskKinds.Work,
        Summary = SecretMask.Mask(summary),
        AskedBy = call.Caller.Subject,
        Input = input is { } given ? MaskedJson.Of(given) : null,
        Priority = TaskPriorities.TryParse(priority, out var named) ? named : TaskPriority.Normal,
        Deadline = clock.GetUtcNow() + (within ?? tasks.Options.Deadline),
    };

    /// <summary>Looks at a task, or waits until it is closed.</summary>
    public async ValueTask<CallToolResult> LookAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var id = new TaskId(call.Arguments.Id("task_id")!.Value);
        return await tasks.Desk.FindAsync(id, cancellationToken) is { } item && (call.IsReader || item.Concerns(call.Caller.Subject))
            ? Result(await WaitAsync(item, call, call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero, cancellationToken), call)
            : ToolAnswer.Refuse("task.unknown", $"There is no task {id} that you may see.");
    }

    /// <summary>The tasks that concern the caller.</summary>
    public async ValueTask<CallToolResult> ListAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var query = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (argument, parameter) in (ReadOnlySpan<(string, string)>)[("state", "state"), ("asked_by", "askedBy"), ("assignee", "assignee"), ("after", "after")])
        {
            if (call.Arguments.Text(argument) is { } value)
            {
                query[parameter] = value;
            }
        }

        return TaskFilter.Read(new QueryCollection(query), call.Caller.Subject) switch
        {
            ({ } filter, _) => ToolAnswer.Of(await new TaskListing(tasks, log, clock).ReadAsync(filter, call.Caller, cancellationToken), ServerJson.Default.TaskListContract),
            (_, var problem) => ToolAnswer.Refuse(problem!),
        };
    }

    /// <summary>What lies in the caller's inbox, or the next that comes.</summary>
    public async ValueTask<CallToolResult> InboxAsync(ToolCall call, CancellationToken cancellationToken)
    {
        if (call.RefuseUnsigned() is { } unsigned)
        {
            return unsigned;
        }

        var id = new ExpertId(call.Caller.Subject);
        if (await experts.Desk.FindAsync(id, cancellationToken) is null)
        {
            return ToolAnswer.Refuse("expert.unknown", "You are no expert yet; register with pharos_register_expert.");
        }

        await experts.Desk.SeenAsync(id, cancellationToken);
        var wait = call.Arguments.Seconds("wait_seconds") ?? TimeSpan.Zero;
        using var place = wait > TimeSpan.Zero ? tasks.Calls.TryTake(call.Caller.Subject) : null;
        if (wait > TimeSpan.Zero && place is null)
        {
            return ToolAnswer.Refuse(TaskRoute.Flood);
        }

        using var time = new CancellationTokenSource(wait, clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(time.Token, call.Stopping);
        if (wait == TimeSpan.Zero)
        {
            await over.CancelAsync();
        }

        var next = new Inbox(tasks, log, clock).NextAsync(
            id, seen: null, experts.Options.HeartbeatEvery, () => experts.Desk.SeenAsync(id, cancellationToken), over.Token, cancellationToken);
        await proposals.TellWhileAsync(next, call, wait, "No task is there yet.", cancellationToken);
        return ToolAnswer.Of(await next, ServerJson.Default.InboxContract);
    }

    /// <summary>Moves a task, as the expert that has it or as the one who asked.</summary>
    public async ValueTask<CallToolResult> MoveAsync(ToolCall call, bool isExperts, Func<TaskId, ValueTask<TaskOutcome>> move, CancellationToken cancellationToken)
    {
        if (isExperts && call.RefuseUnsigned() is { } unsigned)
        {
            return unsigned;
        }

        if (isExperts)
        {
            await experts.Desk.SeenAsync(new ExpertId(call.Caller.Subject), cancellationToken);
        }

        return await move(new TaskId(call.Arguments.Id("task_id")!.Value)) switch
        {
            TaskOutcome.Changed changed => Result(changed.Item, call),
            TaskOutcome.Refused refused => ToolAnswer.Refuse(refused.Problem),
            _ => throw new InvalidOperationException("A task outcome without a case."),
        };
    }

    private static CallToolResult Result(TaskItem item, ToolCall call) => ToolAnswer.Of(TaskRoute.Show(item, call.Caller), ServerJson.Default.TaskContract);

    private async ValueTask<TaskItem> WaitAsync(TaskItem item, ToolCall call, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var place = wait > TimeSpan.Zero ? tasks.Calls.TryTake(call.Caller.Subject) : null;
        if (place is null || item.IsClosed)
        {
            return item;
        }

        var waiting = ClosedAsync(item, wait, call.Stopping, cancellationToken);
        await proposals.TellWhileAsync(waiting, call, wait, $"Task {item.Id} is being worked on.", cancellationToken);
        return await waiting;
    }

    private async Task<TaskItem> ClosedAsync(TaskItem item, TimeSpan wait, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping, cancellationToken);
        var cursor = log.Subscribe(await log.HeadAsync(cancellationToken), new EventFilter { Correlation = new CorrelationId(item.Request.Matter ?? item.Id) }).OpenCursor();
        while (true)
        {
            // It is read after the place in the log was taken, so that no step falls between the two.
            item = await tasks.Desk.FindAsync(item.TaskId, cancellationToken) ?? item;
            if (item.IsClosed || either.IsCancellationRequested)
            {
                return item;
            }

            try
            {
                await cursor.WaitAsync(either.Token);
                while (cursor.TryRead(out _))
                {
                    // Whatever changed, the task is read anew.
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over, which the loop looks at.
            }
        }
    }
}
