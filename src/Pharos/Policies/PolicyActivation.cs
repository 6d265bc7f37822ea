using Pharos.Events;

namespace Pharos.Policies;

/// <summary>One activation in the history of the policies.</summary>
/// <param name="Version">The version that began to decide.</param>
/// <param name="Position">Where its event stands in the log.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why: <c>start</c>, <c>reload</c>, <c>written</c>, <c>deleted</c>, <c>bundle</c>, <c>removed</c>, <c>rollback</c>, <c>release</c>.</param>
/// <param name="Bundles">The bundles that had a part in it.</param>
public sealed record PolicyActivation(string Version, Position Position, DateTimeOffset At, Actor By, string Reason, IReadOnlyList<RecordedBundle> Bundles);
