using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Gate;
using Pharos.Review;
using Pharos.Server.Configuration;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Review;

/// <summary>The reviews of a running server.</summary>
internal sealed class ReviewParts : IDisposable
{
    private static readonly byte[] KeyLabel = "pharos: hash of equal questions"u8.ToArray();

    private readonly IEventLog _log;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReviewParts> _logger;

    public ReviewParts(DataFolder data, IEventLog log, TokenLedger tokens, ReadOnlySpan<byte> key, ReviewOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (_log, _clock, _logger, Options) = (log, clock, loggers.CreateLogger<ReviewParts>(), options);
        Queue = new Projection<ReviewQueue>(log, new ReviewQueueFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Desk = new ReviewDesk(log, tokens.IsRegisteredBy, clock);
        Intake = new ReviewIntake(Queue, options, new QuestionKeys(HMACSHA256.HashData(key, KeyLabel)), clock);
        Keeper = new ReviewKeeper(Queue, Desk, log, clock);
        Calls = new WaitingCalls(options.WaitingCallsPerAgent);
    }

    public ReviewOptions Options { get; }

    /// <summary>Every open review and the latest closed ones.</summary>
    public Projection<ReviewQueue> Queue { get; }

    public ReviewDesk Desk { get; }

    public ReviewIntake Intake { get; }

    public ReviewKeeper Keeper { get; }

    public WaitingCalls Calls { get; }

    /// <summary>The pipeline with people behind it.</summary>
    public ReviewedDecisions Behind(DecisionPipeline pipeline) => new(pipeline, Desk, _log, Calls, Options, _clock);

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowQueueAsync(CancellationToken stopping)
    {
        await Queue.RunAsync(stopping);
        if (Queue.Fault is { } fault)
        {
            _logger.ProjectionStopped(Queue.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }

    public void Dispose() => Intake.Dispose();
}
