using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review;
using Pharos.Review.Tasks;
using Pharos.Server.Configuration;
using Pharos.Server.Experts;
using Pharos.Server.Logging;
using Pharos.Server.Review;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Tasks;

/// <summary>The tasks of a running server.</summary>
internal sealed class TaskParts : IDisposable
{
    // Calls of one agent that wait at a time: its inbox and a handful of tasks it asked for.
    private const int MaximumCallsPerAgent = 100;

    private readonly ILogger<TaskParts> _logger;

    public TaskParts(DataFolder data, IEventLog log, ExpertParts experts, ReviewParts reviews, TokenLedger tokens, TaskOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<TaskParts>();
        Options = options;
        Board = new Projection<TaskBoard>(log, new TaskBoardFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Desk = new TaskDesk(log, Board, experts.Desk, experts.Selection, options, clock);
        Keeper = new TaskKeeper(log, reviews.Queue, reviews.Desk, experts.Roster, Board, experts.Desk, Desk, experts.Selection, tokens.WorkerRoleOf, experts.Options, options, clock);
        Calls = new WaitingCalls(MaximumCallsPerAgent);
    }

    public TaskOptions Options { get; }

    /// <summary>Every open task, the latest closed ones, and what became of each expert's.</summary>
    public Projection<TaskBoard> Board { get; }

    public TaskDesk Desk { get; }

    public TaskKeeper Keeper { get; }

    public WaitingCalls Calls { get; }

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowBoardAsync(CancellationToken stopping)
    {
        await Board.RunAsync(stopping);
        if (Board.Fault is { } fault)
        {
            _logger.ProjectionStopped(Board.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }

    public void Dispose() => Calls.Dispose();
}
