using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate.Degradation;

/// <summary>
/// The state of the gate: a fold over one fixed stream, so that it survives a restart and is the same on every node. Reading <see cref="Current"/> is free. Safe for use by many threads.
/// </summary>
public sealed class DegradationMode : IDisposable
{
    /// <summary>Longest reason.</summary>
    public const int MaximumReasonCharacters = 1000;

    private const int MaximumAttempts = 5;

    private static readonly Actor Watch = new(ActorKind.System, "degradation");

    private readonly FoldedStream<DegradationStatus> _recorded;
    private readonly TimeProvider _clock;
    private volatile DegradationStatus? _unrecorded;

    private DegradationMode(FoldedStream<DegradationStatus> recorded, TimeProvider clock)
    {
        _recorded = recorded;
        _clock = clock;
    }

    /// <summary>The state now.</summary>
    public DegradationStatus Current => _unrecorded ?? _recorded.State;

    /// <summary>Reads the state from the log.</summary>
    public static async Task<DegradationMode> OpenAsync(IEventLog log, TimeProvider clock, CancellationToken cancellationToken) =>
        new(await FoldedStream.OpenAsync(log, DegradationEvents.Stream, DegradationStatus.Normal, DegradationEvents.Apply, cancellationToken), clock);

    /// <summary>Takes up what other nodes have changed.</summary>
    public ValueTask RefreshAsync(CancellationToken cancellationToken) => _recorded.RefreshAsync(cancellationToken);

    /// <summary>Changes the state by hand.</summary>
    /// <exception cref="EventLogUnavailableException">It could not be recorded, and is as it was.</exception>
    public async ValueTask<DegradationOutcome> ChangeAsync(DegradationState state, string reason, Actor by, CancellationToken cancellationToken)
    {
        // What a threshold has done stands in the log before what a person does about it.
        await RecordAsync(cancellationToken);

        // Somebody may have changed it on another node within the second in which this one looks.
        await RefreshAsync(cancellationToken);
        return await AppendAsync(state, reason, null, by, cancellationToken);
    }

    /// <summary>Enters the emergency because a threshold was passed. It holds at once, recorded or not: the log may be what is wrong.</summary>
    /// <returns>True when it is in the log.</returns>
    public ValueTask<bool> EnterAsync(string trigger, string reason, CancellationToken cancellationToken)
    {
        if (Current.State != DegradationState.Emergency)
        {
            var recorded = _recorded.State;
            _unrecorded = new DegradationStatus
            {
                State = DegradationState.Emergency,
                Version = -1 - recorded.Version,
                Since = _clock.GetUtcNow(),
                By = Watch.Id,
                Reason = reason,
                Trigger = trigger,
                IsRecorded = false,
            };
        }

        return TryRecordAsync(cancellationToken);
    }

    /// <summary>Records an emergency that the log could not take before.</summary>
    /// <returns>False when it cannot be recorded yet.</returns>
    public async ValueTask<bool> TryRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(cancellationToken);
            return true;
        }
        catch (EventLogUnavailableException)
        {
            // Health names what is wrong with the log; the emergency holds, and the next look tries again.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _recorded.Dispose();

    private async ValueTask RecordAsync(CancellationToken cancellationToken)
    {
        if (_unrecorded is { } unrecorded)
        {
            await AppendAsync(DegradationState.Emergency, unrecorded.Reason!, unrecorded.Trigger, Watch, cancellationToken);
            _unrecorded = null;
        }
    }

    private async ValueTask<DegradationOutcome> AppendAsync(DegradationState state, string reason, string? trigger, Actor by, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            Problem? refusal = null;
            var outcome = await _recorded.AppendAsync(
                status => status.State == state || (refusal = Refuse(status.State, state)) is not null ? null : DegradationEvents.To(state, reason, trigger, by, _clock), cancellationToken);
            if (refusal is not null)
            {
                return new DegradationOutcome.Refused(refusal);
            }

            // A conflict is another node's change, which is folded by now.
            if (outcome is null or AppendOutcome.Appended)
            {
                return new DegradationOutcome.Standing(_recorded.State);
            }
        }

        return new DegradationOutcome.Refused(new Problem("degradation.busy", "Others change the state at this moment; look at it and try again.", 409));
    }

    private static Problem? Refuse(DegradationState from, DegradationState to) => (from, to) switch
    {
        (DegradationState.Emergency, DegradationState.Normal) =>
            new Problem("degradation.step", "An emergency is left in two steps: first \"recovering\", and \"normal\" once that was seen to hold.", 409),
        (DegradationState.Normal, DegradationState.Recovering) => new Problem("degradation.step", "The gate is normal, so there is nothing to recover from.", 409),
        _ => null,
    };
}
