namespace Pharos.Storage.Tests.Contract;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SettableClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
