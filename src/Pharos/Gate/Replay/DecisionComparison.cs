using Pharos.Events;
using Pharos.Proposals;

namespace Pharos.Gate.Replay;

/// <summary>One recorded decision beside what other policies say to it.</summary>
/// <param name="Position">Where the decision stands in the log.</param>
/// <param name="At">When it was made.</param>
/// <param name="Agent">Who proposed.</param>
/// <param name="Subject">What was proposed, shortened and masked.</param>
/// <param name="Before">What was decided.</param>
/// <param name="BeforeRule">The rule that spoke.</param>
/// <param name="After">What the other policies say.</param>
/// <param name="AfterRule">Their rule.</param>
/// <param name="AfterReason">Their reason.</param>
public sealed record DecisionComparison(Position Position, DateTimeOffset At, string Agent, string Subject, Decision Before, string BeforeRule, Decision After, string AfterRule, string AfterReason)
{
    /// <summary>Whether the decision would be another one.</summary>
    public bool IsChange => Before != After;

    /// <summary>Whether something would be allowed that was not.</summary>
    public bool IsLoosening => After == Decision.Allow && Before != Decision.Allow;
}
