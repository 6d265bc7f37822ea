namespace Pharos.Review.Experts;

/// <summary>What is needed of an expert, and who cannot be it.</summary>
public sealed record ExpertNeed
{
    /// <summary>The kind of task.</summary>
    public required string Kind { get; init; }

    /// <summary>What it must be good at.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The one expert that is meant; null for whoever suits best.</summary>
    public string? To { get; init; }

    /// <summary>The workspace; null for none.</summary>
    public string? Workspace { get; init; }

    /// <summary>Whose own matter it is: they and who they registered are left out.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Who wants it, and so does not do it.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Who would not do it, or was asked the same already.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Who had it and lost it: asked again only when nobody else is there.</summary>
    public IReadOnlyList<string> Tried { get; init; } = [];
}
