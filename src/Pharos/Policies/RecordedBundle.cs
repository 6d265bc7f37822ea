using Pharos.Events;

namespace Pharos.Policies;

/// <summary>A bundle as an activation names it.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Revision">The author's name for its state.</param>
/// <param name="Roots">What it owns.</param>
/// <param name="Digest">Names its content.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="KeyId">The key that verified it; null where nobody signed.</param>
/// <param name="Position">The event that holds its content.</param>
public sealed record RecordedBundle(string Name, string Revision, IReadOnlyList<string> Roots, string Digest, BundleOrigin Origin, string? KeyId, Position Position)
{
    /// <summary>Whether this is what the bundle is now.</summary>
    public bool Is(ActiveBundle bundle) => Name == bundle.Name && Digest == bundle.Digest && Revision == bundle.Revision && KeyId == bundle.KeyId && Origin == bundle.Origin && Roots.SequenceEqual(bundle.Roots);
}
