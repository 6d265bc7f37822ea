namespace Pharos.Gate.Throttling;

/// <summary>How the throttle stands.</summary>
/// <param name="Limit">Decisions that may be in flight now.</param>
/// <param name="InFlight">Decisions in flight.</param>
/// <param name="Waiting">Waiting for a place.</param>
/// <param name="Refused">Refused since the start.</param>
/// <param name="Baseline">What 99 of 100 decisions take when nothing is in the way; zero while it is not known.</param>
public sealed record ThrottleStatus(int Limit, int InFlight, int Waiting, long Refused, TimeSpan Baseline);
