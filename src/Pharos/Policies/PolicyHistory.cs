using Pharos.Events;

namespace Pharos.Policies;

/// <summary>What the log says about the policies: which version decided last, made of which bundles, and what came before.</summary>
public sealed record PolicyHistory
{
    /// <summary>The stream of activations.</summary>
    public static readonly StreamId Stream = new("policies", new Guid("01900000-0000-7000-8000-000000000004"));

    /// <summary>The type of its events.</summary>
    public const string ActivatedType = "policy.activated";

    /// <summary>Most activations that are remembered; the log has all.</summary>
    public const int MaximumActivations = 500;

    /// <summary>Before the first event.</summary>
    public static PolicyHistory Empty { get; } = new();

    /// <summary>The newest activation; null before the first.</summary>
    public PolicyActivation? Latest => Activations is [.., var latest] ? latest : null;

    /// <summary>The version that was rolled back to and stays until it is released; null when the layers decide.</summary>
    public string? Pinned { get; init; }

    /// <summary>The activated bundles.</summary>
    public IReadOnlyList<RecordedBundle> Bundles { get; init; } = [];

    /// <summary>The newest activations, oldest first.</summary>
    public IReadOnlyList<PolicyActivation> Activations { get; init; } = [];

    /// <summary>The history behind an event.</summary>
    public static PolicyHistory Apply(PolicyHistory history, EventRecord record) => record.Type == ActivatedType ? ActivationPayload.Apply(history, record) : history;

    /// <summary>The newest activation of a version, given whole or by its first digits; null when there is none.</summary>
    public PolicyActivation? Find(string version) => version.Length >= 4 ? Activations.LastOrDefault(activation => activation.Version.StartsWith(version, StringComparison.OrdinalIgnoreCase)) : null;

    /// <summary>The activation before the one that decides, of another version; null when there is none.</summary>
    public PolicyActivation? Previous => Activations.LastOrDefault(activation => activation.Version != Latest?.Version);
}
