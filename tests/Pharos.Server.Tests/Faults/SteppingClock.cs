namespace Pharos.Server.Tests.Faults;

/// <summary>A wall clock that can be set; like a real one its timestamps, which measure time, go on evenly.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _offset;

    public void Step(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));
}
