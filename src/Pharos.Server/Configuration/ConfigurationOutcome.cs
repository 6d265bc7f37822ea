namespace Pharos.Server.Configuration;

/// <summary>What came of reading the configuration.</summary>
public abstract record ConfigurationOutcome
{
    private ConfigurationOutcome()
    {
    }

    /// <summary>Everything is in order.</summary>
    public sealed record Loaded(PharosConfiguration Configuration) : ConfigurationOutcome;

    /// <summary>Every problem that was found, not only the first.</summary>
    public sealed record Invalid(IReadOnlyList<ConfigurationProblem> Problems) : ConfigurationOutcome;
}
