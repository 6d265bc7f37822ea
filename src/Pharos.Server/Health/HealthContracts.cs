namespace Pharos.Server.Health;

/// <summary>Health in detail.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="PolicyVersion">Version of the policies that decide.</param>
/// <param name="Head">Newest position of the log; null when it cannot be read.</param>
/// <param name="SharedUser">True when an agent runs under the gate's own account, where it can reach the gate's files through any allowed interpreter.</param>
/// <param name="Checks">The parts.</param>
internal sealed record HealthContract(
    string Status, string Version, string PolicyVersion, long? Head, bool SharedUser, IReadOnlyList<HealthCheckContract> Checks);

/// <summary>One part's health.</summary>
/// <param name="Name">The part.</param>
/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Description">In words.</param>
/// <param name="Since">Since when it has this status, as far as this run of the server knows; null while healthy.</param>
/// <param name="Findings">What is wrong, each with a stable code; empty while healthy.</param>
internal sealed record HealthCheckContract(string Name, string Status, string? Description, DateTimeOffset? Since, IReadOnlyList<HealthFinding> Findings);
