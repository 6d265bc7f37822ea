using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Review.Consensus;
using Pharos.Server.Configuration;
using Pharos.Server.Experts;
using Pharos.Server.Logging;
using Pharos.Server.Review;
using Pharos.Server.Tasks;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Consensus;

/// <summary>The panels of a running server.</summary>
internal sealed class ConsensusParts
{
    private readonly ILogger<ConsensusParts> _logger;

    public ConsensusParts(DataFolder data, IEventLog log, ProposalArchive archive, TokenLedger tokens, ReviewParts reviews, ExpertParts experts, TaskParts tasks, ConsensusOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ConsensusParts>();
        Board = new Projection<PanelBoard>(log, new PanelBoardFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Desk = new PanelDesk(log, archive, reviews.Desk, tasks.Desk, tasks.Board, experts.Desk, subject => tokens.HoldsLive(subject, Role.Expert), clock);
        Voting = new PanelVoting(Desk, tasks.Desk);
        First = new ExpertsFirst(Board, options);
        Shown = new PanelContext(Desk, tasks.Board);
        Keeper = new PanelKeeper(log, reviews.Queue, Board, Desk, tasks.Board, tasks.Desk, options, clock);
    }

    /// <summary>Every open panel, and the latest concluded ones.</summary>
    public Projection<PanelBoard> Board { get; }

    public PanelDesk Desk { get; }

    public PanelVoting Voting { get; }

    public PanelKeeper Keeper { get; }

    /// <summary>Says when people need not be called yet.</summary>
    public ExpertsFirst First { get; }

    /// <summary>Shows panels with their reviews.</summary>
    public PanelContext Shown { get; }

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowBoardAsync(CancellationToken stopping)
    {
        await Board.RunAsync(stopping);
        if (Board.Fault is { } fault)
        {
            _logger.ProjectionStopped(Board.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }
}
