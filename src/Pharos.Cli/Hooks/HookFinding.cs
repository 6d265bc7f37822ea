namespace Pharos.Cli.Hooks;

/// <summary>One thing that <c>hook status</c> looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="IsOk">Whether it is as it should be.</param>
/// <param name="Text">What was found, and what to do where something is wrong.</param>
internal sealed record HookFinding(string Name, bool IsOk, string Text);
