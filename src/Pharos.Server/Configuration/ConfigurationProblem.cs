namespace Pharos.Server.Configuration;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Path">The setting, as in <c>server.port</c>.</param>
/// <param name="Value">What was found; null when it is missing.</param>
/// <param name="Expected">What is expected there.</param>
/// <param name="Source">The file or variable it came from.</param>
public sealed record ConfigurationProblem(string Path, string? Value, string Expected, string Source)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Value is null ? $"{Source}: {Path} is missing; expected {Expected}" : $"{Source}: {Path} is \"{Value}\"; expected {Expected}";
}
