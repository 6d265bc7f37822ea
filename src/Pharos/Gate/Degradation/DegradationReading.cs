namespace Pharos.Gate.Degradation;

/// <summary>A threshold beside what is measured.</summary>
/// <param name="Name">The threshold.</param>
/// <param name="Unit">percent, seconds or reviews.</param>
/// <param name="Limit">From here on it is an emergency; 0 is off.</param>
/// <param name="Value">What is measured now.</param>
/// <param name="Detail">What it is about, such as the tier that fails; null when the name says it.</param>
public sealed record DegradationReading(string Name, string Unit, double Limit, double Value, string? Detail = null)
{
    /// <summary>True when it is reached.</summary>
    public bool IsReached => Limit > 0 && Value >= Limit;
}
