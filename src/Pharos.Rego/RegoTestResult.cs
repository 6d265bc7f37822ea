namespace Pharos.Rego;

/// <summary>How a test ended.</summary>
public enum RegoTestOutcome
{
    /// <summary>The rule is defined and not false.</summary>
    Passed,

    /// <summary>The rule is undefined or false.</summary>
    Failed,

    /// <summary>The rule is marked as not to be run yet.</summary>
    Skipped,

    /// <summary>The evaluation ended with an error or at a limit.</summary>
    Errored,
}

/// <summary>What one test came to, with the time it took and, where it errored, why.</summary>
public sealed record RegoTestResult(RegoTest Test, RegoTestOutcome Outcome, TimeSpan Elapsed, string? Message);
