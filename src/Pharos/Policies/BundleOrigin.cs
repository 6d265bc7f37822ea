namespace Pharos.Policies;

/// <summary>Where an activated bundle came from.</summary>
/// <param name="Kind"><c>upload</c>, <c>file</c> or <c>url</c>.</param>
/// <param name="Place">The path or address; null for an upload.</param>
public sealed record BundleOrigin(string Kind, string? Place = null)
{
    /// <summary>A bundle that an administrator sent.</summary>
    public static BundleOrigin Upload { get; } = new("upload");

    /// <summary>Whether the configuration names it, so that it goes when the configuration no longer does.</summary>
    public bool IsConfigured => Kind != Upload.Kind;
}
