using Pharos.Rego.Values;

namespace Pharos.Rego.Bundles;

/// <summary>A bundle that was read: modules and data with what they belong to, or a delta of an activated bundle's data. Its modules parse; whether they compile together is not known yet.</summary>
public sealed record Bundle
{
    /// <summary>What it says about itself.</summary>
    public BundleManifest Manifest { get; init; } = BundleManifest.Empty;

    /// <summary>Its modules; ids are paths in the bundle. Tests are among them.</summary>
    public IReadOnlyList<RegoModule> Modules { get; init; } = [];

    /// <summary>Its data.</summary>
    public RegoObject Data { get; init; } = RegoObject.Empty;

    /// <summary>The changes that a delta bundle makes; null for a whole bundle.</summary>
    public BundlePatch? Patch { get; init; }

    /// <summary>Who signed it; null where nobody did, or where that was not to be looked at.</summary>
    public BundleSignature? Signature { get; init; }

    /// <summary>What a person should know though it is no error.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
