using Microsoft.Extensions.Logging;
using Pharos.Agents;
using Pharos.Events;
using Pharos.Events.Projections;
using Pharos.Review.Experts;
using Pharos.Server.Configuration;
using Pharos.Server.Logging;
using Pharos.Storage.Snapshots;

namespace Pharos.Server.Experts;

/// <summary>The experts of a running server.</summary>
internal sealed class ExpertParts
{
    private readonly ILogger<ExpertParts> _logger;

    public ExpertParts(DataFolder data, IEventLog log, TokenLedger tokens, ExpertOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ExpertParts>();
        Options = options;
        Roster = new Projection<ExpertRoster>(log, new ExpertRosterFold(), new SnapshotFiles(Path.Combine(data.Root, "snapshots")), clock);
        Desk = new ExpertDesk(log, Roster, options, clock);
        Selection = new ExpertSelection(options.Seed, tokens.IsRegisteredBy);
    }

    public ExpertOptions Options { get; }

    /// <summary>Every registered expert.</summary>
    public Projection<ExpertRoster> Roster { get; }

    public ExpertDesk Desk { get; }

    public ExpertSelection Selection { get; }

    /// <summary>Follows the log until it is told to stop, and says when it had to stop by itself.</summary>
    public async Task FollowRosterAsync(CancellationToken stopping)
    {
        await Roster.RunAsync(stopping);
        if (Roster.Fault is { } fault)
        {
            _logger.ProjectionStopped(Roster.Name, fault.Position.Value, fault.Type, fault.Message);
        }
    }
}
