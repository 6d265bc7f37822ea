namespace Pharos.Proposals;

/// <summary>An input that was refused, in the project's one error model.</summary>
/// <param name="Code">Stable code, <c>noun.problem</c>; part of the contract.</param>
/// <param name="Message">What was wrong, where, and what to do.</param>
/// <param name="Status">The HTTP status that fits.</param>
public sealed record Problem(string Code, string Message, int Status = 400);
