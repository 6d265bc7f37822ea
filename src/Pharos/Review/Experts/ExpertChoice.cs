namespace Pharos.Review.Experts;

/// <summary>Why it was this expert: what it scored, and against whom. Recorded with the assignment.</summary>
/// <param name="Score">The chosen one's score.</param>
/// <param name="Among">How many could have been chosen.</param>
/// <param name="Next">The best of the others, at most three.</param>
public sealed record ExpertChoice(ExpertScore Score, int Among, IReadOnlyList<ExpertScore> Next);

/// <summary>A score and what it is made of, each part 0 to 1 before it is weighted.</summary>
/// <param name="Expert">Whose.</param>
/// <param name="Total">What is compared.</param>
/// <param name="Success">The part of its tasks that it does.</param>
/// <param name="Speed">How fast it is; a half for one minute.</param>
/// <param name="Room">How free its hands are.</param>
/// <param name="Calibration">How well what it is sure of meets what comes.</param>
/// <param name="Cost">How cheap it is beside the dearest.</param>
/// <param name="Exploration">What chance added, so that who is little known gets its turn too.</param>
public sealed record ExpertScore(string Expert, double Total, double Success, double Speed, double Room, double Calibration, double Cost, double Exploration);
