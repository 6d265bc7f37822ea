namespace Pharos.Rego.Bundles;

/// <summary>The names that mean something in a bundle.</summary>
public static class BundleFileNames
{
    /// <summary>What the bundle says about itself.</summary>
    public const string Manifest = ".manifest";

    /// <summary>The signature.</summary>
    public const string Signatures = ".signatures.json";

    /// <summary>A document, at the place its folder names.</summary>
    public const string Data = "data.json";

    /// <summary>A document in YAML.</summary>
    public const string YamlData = "data.yaml";

    /// <summary>A document in YAML, under its other name.</summary>
    public const string ShortYamlData = "data.yml";

    /// <summary>Changes of an activated bundle; it makes the bundle a delta.</summary>
    public const string Patch = "patch.json";

    /// <summary>How modules end.</summary>
    public const string Module = ".rego";

    /// <summary>How modules with tests end; they are run before a bundle decides and never decide themselves.</summary>
    public const string Test = "_test.rego";
}
