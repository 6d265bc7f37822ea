namespace Pharos.Events;

/// <summary>Readers that sleep until the same thing happens, and so share what waking costs.</summary>
internal sealed class SleepingGroup(EventFilter filter)
{
    private readonly TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What they wait for.</summary>
    public EventFilter Filter { get; } = filter;

    /// <summary>How many there are. Written under the feed's lock.</summary>
    public int Readers { get; set; }

    /// <summary>The first position that may match; set before the group is woken.</summary>
    public Position From { get; set; }

    /// <summary>Ends when they are woken.</summary>
    public Task Woken => _signal.Task;

    /// <summary>Wakes them on the thread pool.</summary>
    public void Wake() => _signal.TrySetResult();
}
