using Pharos.Events;
using Pharos.Gate.Degradation;

namespace Pharos.Tests.Gate.Degradation;

public sealed class DegradationModeTests : IAsyncDisposable
{
    private static readonly Actor Admin = new(ActorKind.User, "ada");
    private readonly ManualClock _clock = new();
    private readonly InMemoryEventLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [Fact]
    public async Task An_emergency_survives_a_restart_with_who_and_why()
    {
        using (var before = await OpenAsync())
        {
            await before.ChangeAsync(DegradationState.Emergency, "a token leaked", Admin, Cancellation);
        }

        using var after = await OpenAsync();
        (after.Current.State, after.Current.By, after.Current.Reason, after.Current.Since).ShouldBe((DegradationState.Emergency, "ada", "a token leaked", _clock.GetUtcNow()));
    }

    [Fact]
    public async Task Another_node_takes_it_up_when_it_looks()
    {
        using var one = await OpenAsync();
        using var other = await OpenAsync();
        await one.ChangeAsync(DegradationState.Emergency, "look", Admin, Cancellation);
        other.Current.State.ShouldBe(DegradationState.Normal);
        await other.RefreshAsync(Cancellation);
        other.Current.ShouldBe(one.Current);
    }

    [Fact]
    public async Task A_node_that_missed_a_change_decides_on_the_state_that_is()
    {
        using var one = await OpenAsync();
        using var other = await OpenAsync();
        await one.ChangeAsync(DegradationState.Emergency, "look", Admin, Cancellation);
        (await other.ChangeAsync(DegradationState.Recovering, "better", Admin, Cancellation)).ShouldBeOfType<DegradationOutcome.Standing>().Status.State.ShouldBe(DegradationState.Recovering);
    }

    [Theory]
    [InlineData(DegradationState.Normal, DegradationState.Recovering)]
    [InlineData(DegradationState.Emergency, DegradationState.Normal)]
    public async Task A_step_that_is_left_out_is_refused(DegradationState from, DegradationState to)
    {
        using var mode = await OpenAsync();
        await mode.ChangeAsync(from, "so", Admin, Cancellation);
        (await mode.ChangeAsync(to, "so", Admin, Cancellation)).ShouldBeOfType<DegradationOutcome.Refused>().Problem.Code.ShouldBe("degradation.step");
        mode.Current.State.ShouldBe(from);
    }

    [Fact]
    public async Task Every_change_is_one_event_and_the_same_state_again_is_none()
    {
        using var mode = await OpenAsync();
        foreach (var state in new[] { DegradationState.Emergency, DegradationState.Emergency, DegradationState.Recovering, DegradationState.Normal, DegradationState.Normal })
        {
            await mode.ChangeAsync(state, "so", Admin, Cancellation);
        }

        var types = new List<string>();
        await foreach (var record in _log.ReadAllAsync(Position.Start, Cancellation))
        {
            types.Add(record.Type);
        }

        types.ShouldBe(["degradation.entered", "degradation.recovering", "degradation.left"]);
    }

    [Fact]
    public async Task An_emergency_holds_before_the_log_can_take_it_and_is_recorded_when_it_can()
    {
        var log = new UnavailableLog(_log) { IsAway = true };
        using var mode = await DegradationMode.OpenAsync(log, _clock, Cancellation);
        (await mode.EnterAsync("log-unavailable", "the log is away", Cancellation)).ShouldBeFalse();
        (mode.Current.State, mode.Current.IsRecorded).ShouldBe((DegradationState.Emergency, false));
        var version = mode.Current.Version;
        log.IsAway = false;
        (await mode.TryRecordAsync(Cancellation)).ShouldBeTrue();
        (mode.Current.State, mode.Current.IsRecorded, mode.Current.Trigger).ShouldBe((DegradationState.Emergency, true, "log-unavailable"));
        mode.Current.Version.ShouldNotBe(version);
        using var after = await OpenAsync();
        after.Current.State.ShouldBe(DegradationState.Emergency);
    }

    private Task<DegradationMode> OpenAsync() => DegradationMode.OpenAsync(_log, _clock, Cancellation);
}
