using Pharos.Events.Projections;
using Pharos.Proposals;

namespace Pharos.Review.Elicitations;

/// <summary>
/// How often one agent asks and answers. What was recorded counts on every node and after a restart; what was tried counts here at once, before it is recorded, and also when it is
/// refused, so that guessing is slow. Safe for use by many threads.
/// </summary>
/// <param name="board">What was recorded.</param>
/// <param name="options">The limits.</param>
/// <param name="clock">The clock.</param>
internal sealed class ElicitationPace(Projection<ElicitationBoard> board, ElicitationOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly RecentSteps _asking = new();
    private readonly RecentSteps _answering = new();
    private bool _hasBegun;

    /// <summary>Counts what was recorded before this server started together with what is tried here: what is asked at once must not slip through until the board has seen it.</summary>
    public void Begin()
    {
        var (asked, answered) = board.Read((state, _) => (state.Asked.Written(), state.Answered.Written()));
        lock (_gate)
        {
            if (!_hasBegun)
            {
                _asking.Read(asked);
                _answering.Read(answered);
                _hasBegun = true;
            }
        }
    }

    /// <summary>Counts a question; the refusal when it is one too many.</summary>
    public ElicitationOutcome.Refused? Ask(string agent) =>
        Take(_asking, agent, options.RequestsPerMinute, board.Read((state, _) => state.WaitToAsk(agent, options.RequestsPerMinute, clock.GetUtcNow())), "questions");

    /// <summary>Counts an answer; the refusal when it is one too many.</summary>
    public ElicitationOutcome.Refused? Answer(string agent) =>
        Take(_answering, agent, options.ResponsesPerMinute, board.Read((state, _) => state.WaitToAnswer(agent, options.ResponsesPerMinute, clock.GetUtcNow())), "answers");

    private ElicitationOutcome.Refused? Take(RecentSteps steps, string agent, int limit, TimeSpan? recorded, string what)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if ((recorded ?? steps.WaitFor(agent, limit, now)) is not { } wait)
            {
                steps.Note(agent, now);
                return null;
            }

            return new ElicitationOutcome.Refused(new Problem("elicitation.rate", $"{limit} {what} a minute are yours; wait as long as Retry-After says.", 429), null) { RetryAfter = wait };
        }
    }
}
