using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Review;
using Pharos.Review.Collaborations;
using Pharos.Review.Experts;
using Pharos.Server.Configuration;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Collaborations;

/// <summary>The sessions of a running server in which agents work together.</summary>
internal sealed class CollaborationParts : IDisposable
{
    private readonly ILogger<CollaborationParts> _logger;

    public CollaborationParts(
        DataFolder data, IEventLog log, IBlobStore blobs, TokenLedger tokens, Projection<ExpertRoster> roster, CollaborationOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (_logger, Options) = (loggers.CreateLogger<CollaborationParts>(), options);
        Board = new Projection<CollaborationBoard>(log, new CollaborationBoardFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);

        // Who is suspended is asked into nothing; what it may still do itself is asked of the log.
        bool IsSuspended(string subject) => roster.Read((state, _) => state.Find(new ExpertId(subject)) is { IsSuspended: true });
        var subjects = new CollaborationSubjects(
            subject => (tokens.HoldsLive(subject, Role.Agent) || tokens.HoldsLive(subject, Role.Expert)) && !IsSuspended(subject), tokens.IsRegisteredBy);
        Desk = new CollaborationDesk(log, Board, new RegisteredPartners(roster), subjects, options, clock);
        Contexts = new SharedContexts(Desk, blobs, options, clock);
        Proposals = new SuggestionProposals(Desk, new ProposalArchive(log, blobs));
        Keeper = new CollaborationKeeper(Board, Desk, clock);
        Watch = new CollaborationWatch(Desk, log, clock);
        Shown = new OpenCollaborations(Board, Desk, clock);
        Calls = new WaitingCalls(options.WaitingCallsPerAgent);
    }

    public CollaborationOptions Options { get; }

    /// <summary>Every open session and the latest closed ones.</summary>
    public Projection<CollaborationBoard> Board { get; }

    public CollaborationDesk Desk { get; }

    /// <summary>Texts that are attached by reference.</summary>
    public SharedContexts Contexts { get; }

    /// <summary>Which proposals carry out what was agreed on.</summary>
    public SuggestionProposals Proposals { get; }

    public CollaborationKeeper Keeper { get; }

    public CollaborationWatch Watch { get; }

    /// <summary>What reviewers see of it beside an agent's proposal.</summary>
    public OpenCollaborations Shown { get; }

    public WaitingCalls Calls { get; }

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        await Board.RunAsync(stopping);
        if (Board.Fault is { } fault)
        {
            _logger.ProjectionStopped(Board.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }

    public void Dispose() => Calls.Dispose();
}
