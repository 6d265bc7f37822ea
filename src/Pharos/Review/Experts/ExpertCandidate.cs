namespace Pharos.Review.Experts;

/// <summary>An expert as selection sees it.</summary>
/// <param name="Expert">Who.</param>
/// <param name="Record">What became of its tasks.</param>
/// <param name="Load">How many tasks it has now.</param>
public sealed record ExpertCandidate(Expert Expert, TrackRecord Record, int Load);
