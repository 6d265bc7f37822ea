using Pharos.Rego.Bundles;

namespace Pharos.Policies;

/// <summary>How it stands with a configured bundle.</summary>
/// <param name="Name">Its name.</param>
public sealed record BundleStatus(string Name)
{
    /// <summary>The revision that is active; null when none is.</summary>
    public string? ActiveRevision { get; init; }

    /// <summary>When it was last looked for; null before the first time.</summary>
    public DateTimeOffset? LastRequest { get; init; }

    /// <summary>When it was last found, changed or not.</summary>
    public DateTimeOffset? LastSuccessfulRequest { get; init; }

    /// <summary>When it was last fetched.</summary>
    public DateTimeOffset? LastSuccessfulDownload { get; init; }

    /// <summary>When it was last activated.</summary>
    public DateTimeOffset? LastSuccessfulActivation { get; init; }

    /// <summary>The stable code of what is wrong; null when nothing is.</summary>
    public string? Code { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Message { get; init; }

    /// <summary>Everything that is wrong with what was fetched.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<BundleProblem> Problems { get; init; } = [];

    /// <summary>The status of a server's refusal.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How often it is looked for.</summary>
    public TimeSpan PollEvery { get; init; }
}
