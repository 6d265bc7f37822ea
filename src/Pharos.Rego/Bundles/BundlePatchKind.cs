namespace Pharos.Rego.Bundles;

/// <summary>What a change of a delta bundle does.</summary>
public enum BundlePatchKind
{
    /// <summary>Sets the value, making the objects above it where they are missing.</summary>
    Upsert,

    /// <summary>Sets the value where there is one.</summary>
    Replace,

    /// <summary>Takes the value away.</summary>
    Remove,
}
