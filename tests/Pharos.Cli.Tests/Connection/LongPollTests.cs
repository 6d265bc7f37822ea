using Pharos.Cli.Connection;
using Pharos.Rego.Values;

namespace Pharos.Cli.Tests.Connection;

public sealed class LongPollTests
{
    private readonly SteppedClock _clock = new();
    private readonly List<TimeSpan> _rounds = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Minutes_are_waited_for_by_rounds_that_no_connection_gives_up_on()
    {
        await new LongPoll(_clock).AskAsync(TimeSpan.FromSeconds(130), Answer(after: 1000, 200), static _ => false, Cancellation);
        _rounds.ShouldBe([.. Enumerable.Repeat(LongPoll.Round, 6), TimeSpan.FromSeconds(10)]);
        LongPoll.Round.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task An_answer_ends_it_in_its_round()
    {
        (await new LongPoll(_clock).AskAsync(TimeSpan.FromMinutes(5), Answer(after: 3, 200), reply => reply.Body.TryGet("there", out _), Cancellation)).Body.TryGet("there", out _).ShouldBeTrue();
        _rounds.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_ends_it_at_once()
    {
        (await new LongPoll(_clock).AskAsync(TimeSpan.FromMinutes(5), Answer(after: 1000, 401), static _ => false, Cancellation)).Status.ShouldBe(401);
        _rounds.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_wait_is_asked_once()
    {
        await new LongPoll(_clock).AskAsync(TimeSpan.Zero, Answer(after: 1000, 200), static _ => false, Cancellation);
        _rounds.ShouldBe([TimeSpan.Zero]);
    }

    // Takes as long as it is told, and has an answer after so many times.
    private Func<TimeSpan, Task<ServerReply>> Answer(int after, int status) => round =>
    {
        _rounds.Add(round);
        _clock.Now += round;
        return Task.FromResult(new ServerReply(status, _rounds.Count == after ? RegoObject.Of(("there", RegoBoolean.Of(true))) : RegoObject.Empty));
    };

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
