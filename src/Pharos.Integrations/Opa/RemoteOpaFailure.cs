namespace Pharos.Integrations.Opa;

/// <summary>What is wrong with a remote OPA.</summary>
/// <param name="Problem">What went wrong last.</param>
/// <param name="Since">Since when nothing went well.</param>
public sealed record RemoteOpaFailure(string Problem, DateTimeOffset Since);
