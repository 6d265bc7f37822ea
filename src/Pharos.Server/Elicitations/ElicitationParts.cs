using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review;
using Pharos.Review.Elicitations;
using Pharos.Server.Configuration;
using Pharos.Server.Events;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Elicitations;

/// <summary>The elicitations of a running server.</summary>
internal sealed class ElicitationParts : IDisposable
{
    /// <summary>Most calls of one agent that wait at a time.</summary>
    public const int WaitingCallsPerAgent = 100;

    private static readonly byte[] NonceLabel = "pharos: nonces of elicitations"u8.ToArray();

    private readonly ILogger<ElicitationParts> _logger;

    public ElicitationParts(DataFolder data, IEventLog log, TokenLedger tokens, byte[] key, ElicitationOptions options, LimitSettings limits, TimeProvider clock, ILoggerFactory loggers)
    {
        (_logger, Options) = (loggers.CreateLogger<ElicitationParts>(), options);
        Board = new Projection<ElicitationBoard>(log, new ElicitationBoardFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Desk = new ElicitationDesk(log, Board, new ElicitationNonces(HMACSHA256.HashData(key, NonceLabel)), new Answerers(tokens).MayAnswer, options, clock);
        Keeper = new ElicitationKeeper(Board, Desk, clock);
        Watch = new ElicitationWatch(log, Board, Desk, clock);
        Calls = new WaitingCalls(WaitingCallsPerAgent);
        Seats = new StreamSeats(options.Streams, limits.StreamsPerToken);
    }

    public ElicitationOptions Options { get; }

    /// <summary>What waits, and the latest that ended.</summary>
    public Projection<ElicitationBoard> Board { get; }

    public ElicitationDesk Desk { get; }

    public ElicitationKeeper Keeper { get; }

    public ElicitationWatch Watch { get; }

    public WaitingCalls Calls { get; }

    /// <summary>Streams of questions: apart from streams of the log, because every agent that can be asked holds one.</summary>
    public StreamSeats Seats { get; }

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
