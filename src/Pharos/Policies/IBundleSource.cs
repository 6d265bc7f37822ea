namespace Pharos.Policies;

/// <summary>Where a configured bundle is looked for.</summary>
public interface IBundleSource
{
    /// <summary>Where it comes from.</summary>
    BundleOrigin Origin { get; }

    /// <summary>Looks for the bundle.</summary>
    /// <param name="tag">What the last fetch gave; null fetches in any case.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<BundleFetch> FetchAsync(string? tag, CancellationToken cancellationToken);
}
