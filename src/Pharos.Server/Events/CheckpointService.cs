using Microsoft.Extensions.Logging;
using Pharos.Events;
using Pharos.Events.Evidence;
using Pharos.Server.Logging;
using Pharos.Storage.Evidence;
using EventId = Pharos.Events.EventId;

namespace Pharos.Server.Events;

/// <summary>
/// Signs how far the log goes: every 1,000 events, and 60 s after an event that no checkpoint covers. Only one of several nodes does. A checkpoint is no news for the next one, so an idle log
/// gets none.
/// </summary>
/// <param name="store">Whose log is signed.</param>
/// <param name="log">The log.</param>
/// <param name="signer">The key.</param>
/// <param name="files">Where checkpoints are kept outside the database; the first is this node's own.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Hears of files that cannot be written.</param>
internal sealed class CheckpointService(
    IEventStore store, IEventLog log, CheckpointSigner signer, IReadOnlyList<CheckpointFile> files, TimeProvider clock, ILogger<CheckpointService> logger) : IDisposable
{
    /// <summary>How many events may wait.</summary>
    public const int Events = 1000;

    /// <summary>How long an event may wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>How long events may wait before somebody should look.</summary>
    public static readonly TimeSpan Alarming = TimeSpan.FromMinutes(10);

    private const string Lease = "checkpoints";

    // A burst is covered by one signature instead of dozens.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // Stopping must not hang on a store that does not answer.
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _unwritable = new(StringComparer.Ordinal);
    private CheckpointState? _state;
    private long? _waitingSince;
    private string? _problem;
    private bool _isOthers;

    /// <summary>What somebody should know; empty when all is well.</summary>
    public IReadOnlyList<StoreFinding> Findings()
    {
        lock (_gate)
        {
            var findings = _unwritable.Select(file => new StoreFinding("checkpoint.unwritable", $"checkpoints cannot be written to {file.Key}: {file.Value}", IsFailure: false)).ToList();
            if (!_isOthers && _waitingSince is { } since && clock.GetElapsedTime(since) > Alarming)
            {
                findings.Add(new StoreFinding(
                    "checkpoint.late", $"events wait for a checkpoint since {clock.GetElapsedTime(since).TotalMinutes:0} minutes{(_problem is null ? "" : $": {_problem}")}", IsFailure: false));
            }

            return findings;
        }
    }

    /// <summary>Signs until it is told to stop, and once more then.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await TryAsync(isLast: false, stopping);
            await Task.Delay(_isOthers ? 5 * Look : Look, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var deadline = new CancellationTokenSource(LastWait, clock);
        await TryAsync(isLast: true, deadline.Token);
    }

    /// <summary>Signs now if a checkpoint is due.</summary>
    /// <param name="isLast">Whether one event that waits is enough.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The checkpoint, or null when none was due or another node signs.</returns>
    public async Task<Checkpoint?> SignIfDueAsync(bool isLast, CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(cancellationToken);
        if (head.Value == 0)
        {
            return null;
        }

        _state ??= await CheckpointState.ReadAsync(log, signer.Key, cancellationToken);
        var waiting = _state.Waiting(head);
        Wait(waiting);
        if (waiting == 0 || (!isLast && waiting < Events && clock.GetElapsedTime(_waitingSince!.Value) < Longest))
        {
            return null;
        }

        if (!await store.Leases.HoldsAsync(Lease, cancellationToken))
        {
            _isOthers = true;
            return null;
        }

        if (_isOthers)
        {
            // The other node has signed in the meantime.
            _isOthers = false;
            _state = null;
            return await SignIfDueAsync(isLast, cancellationToken);
        }

        return await SignAsync(_state, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => signer.Dispose();

    private async Task TryAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await SignIfDueAsync(isLast, cancellationToken);
            _problem = null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (EventLogUnavailableException unavailable)
        {
            // The log's own health check says it; what waits is signed when the log is back. What is known of the log may be wrong by then.
            _problem = unavailable.Message;
            _state = null;
        }
    }

    private async Task<Checkpoint?> SignAsync(CheckpointState state, CancellationToken cancellationToken)
    {
        if (state.PublishedAt == Position.Start)
        {
            state = state with { PublishedAt = await AppendAsync(EvidenceEvents.KeyPublished, EvidenceEvents.KeyPayload(signer.Key, Environment.MachineName), cancellationToken) };
        }

        var head = await log.HeadAsync(cancellationToken);
        var first = await log.GetAsync(new Position(1), cancellationToken);
        var last = await log.GetAsync(head, cancellationToken);
        if (first is null || last is null)
        {
            throw new EventLogUnavailableException("log.corrupt", $"The log's first event or the one at its head {head} is gone. Run \"pharos log verify\".");
        }

        var checkpoint = signer.Sign(first.Hash, head, last.Hash, clock.GetUtcNow(), state.PublishedAt);
        await Task.Run(() => Keep(checkpoint), CancellationToken.None);

        // Once it is kept outside it is to stand in the log too, unless the log fails.
        var at = await AppendAsync(EvidenceEvents.Checkpointed, CheckpointJson.Write(checkpoint), CancellationToken.None);
        _state = state with { Covered = head, Own = at };
        Wait(0);
        CheckpointMetrics.Signed(head);
        return checkpoint;
    }

    private void Keep(Checkpoint checkpoint)
    {
        foreach (var file in files)
        {
            string? problem = null;
            try
            {
                file.Append(checkpoint);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                problem = failed.Message;
            }

            lock (_gate)
            {
                if (problem is null)
                {
                    _unwritable.Remove(file.Path);
                }
                else if (_unwritable.TryAdd(file.Path, problem))
                {
                    logger.CheckpointUnwritable(file.Path, problem);
                }
            }
        }
    }

    private async Task<Position> AppendAsync(string type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var outcome = await log.AppendAsync(
            AppendBatch.Of(new NewEvent
            {
                Stream = EvidenceEvents.Checkpoints,
                Id = EventId.New(clock),
                Type = type,
                At = clock.GetUtcNow(),
                Actor = new Actor(ActorKind.System, "checkpoints"),
                Payload = payload,
            }),
            cancellationToken);
        return outcome is AppendOutcome.Appended appended ? appended.First : throw new InvalidOperationException($"A checkpoint was not appended: {outcome}");
    }

    private void Wait(long waiting)
    {
        lock (_gate)
        {
            _waitingSince = waiting == 0 ? null : _waitingSince ?? clock.GetTimestamp();
            CheckpointMetrics.Waiting(_waitingSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero);
        }
    }
}
