namespace Pharos.Agents;

/// <summary>Who makes a request, taken from the token and never from the body.</summary>
/// <param name="Subject">The token's subject.</param>
/// <param name="Role">The token's role.</param>
public sealed record Caller(string Subject, Role Role);
