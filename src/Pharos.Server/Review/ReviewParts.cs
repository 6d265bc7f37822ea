using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Grants;
using Pharos.Review;
using Pharos.Review.Definitions;
using Pharos.Server.Configuration;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Review;

/// <summary>The reviews of a running server.</summary>
internal sealed class ReviewParts : IDisposable
{
    private static readonly byte[] KeyLabel = "pharos: hash of equal questions"u8.ToArray();
    private static readonly byte[] GrantKeyLabel = "pharos: hash of granted questions"u8.ToArray();

    private readonly IEventLog _log;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReviewParts> _logger;

    private ReviewParts(DataFolder data, IEventLog log, TokenLedger tokens, GrantBook grants, ReadOnlySpan<byte> key, ReviewOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (_log, _clock, _logger, Options) = (log, clock, loggers.CreateLogger<ReviewParts>(), options);
        Queue = new Projection<ReviewQueue>(log, new ReviewQueueFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Definitions = new DefinitionBook(
            new Projection<KnownDefinitions>(log, new KnownDefinitionsFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock), log, tokens.IsRegisteredBy, options.UndoWindow, clock);
        Grants = grants;
        var grantKeys = new GrantKeys(HMACSHA256.HashData(key, GrantKeyLabel));
        GrantTier = new GrantTier(grants, grantKeys);
        Desk = new ReviewDesk(log, grants, tokens.IsRegisteredBy, clock);
        Approvals = new StandingApprovals(Desk, grants, log, clock);
        Keys = new QuestionKeys(HMACSHA256.HashData(key, KeyLabel));
        Intake = new ReviewIntake(Queue, options, Keys, grantKeys, log, clock);
        Keeper = new ReviewKeeper(Queue, Desk, log, clock);
        Calls = new WaitingCalls(options.WaitingCallsPerAgent);
    }

    /// <summary>Reads what was granted, and makes the rest around it.</summary>
    public static async Task<ReviewParts> OpenAsync(
        DataFolder data, IEventLog log, TokenLedger tokens, byte[] key, ReviewOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var grants = await GrantBook.OpenAsync(log, tokens.IsRegisteredBy, options.UndoWindow, clock, cancellationToken);
        return new ReviewParts(data, log, tokens, grants, key, options, clock, loggers);
    }

    public ReviewOptions Options { get; }

    /// <summary>Every open review and the latest closed ones.</summary>
    public Projection<ReviewQueue> Queue { get; }

    /// <summary>Which definitions of tools were approved.</summary>
    public DefinitionBook Definitions { get; }

    public ReviewDesk Desk { get; }

    /// <summary>What was approved for the future.</summary>
    public GrantBook Grants { get; }

    /// <summary>The grants as the gate asks them.</summary>
    public GrantTier GrantTier { get; }

    /// <summary>Grants what was approved before.</summary>
    public StandingApprovals Approvals { get; }

    /// <summary>Recognises equal questions.</summary>
    public QuestionKeys Keys { get; }

    public ReviewIntake Intake { get; }

    public ReviewKeeper Keeper { get; }

    public WaitingCalls Calls { get; }

    /// <summary>The pipeline with people behind it.</summary>
    public ReviewedDecisions Behind(DecisionPipeline pipeline) => new(pipeline, Desk, _log, Calls, Options, _clock);

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public Task FollowQueueAsync(CancellationToken stopping) => FollowAsync(Queue, stopping);

    /// <summary>Follows what is said about definitions of tools, in the same way.</summary>
    public Task FollowDefinitionsAsync(CancellationToken stopping) => FollowAsync(Definitions.Known, stopping);

    private async Task FollowAsync<TState>(Projection<TState> projection, CancellationToken stopping)
    {
        await projection.RunAsync(stopping);
        if (projection.Fault is { } fault)
        {
            _logger.ProjectionStopped(projection.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }

    public void Dispose()
    {
        Calls.Dispose();
        Intake.Dispose();
        Grants.Dispose();
    }
}
