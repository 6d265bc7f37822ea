namespace Pharos.Gate.Facts;

/// <summary>Where in a proposal an effect was found. Wire names are the member names in kebab case.</summary>
public enum EffectOrigin
{
    /// <summary>The proposal itself does it.</summary>
    Act,

    /// <summary>An argument of a tool that is not known names it; what the tool does with it is not known.</summary>
    Argument,

    /// <summary>Shell text that is put into a file; whoever runs it later does it.</summary>
    Script,

    /// <summary>Shell text of a file in the workspace that the proposal runs.</summary>
    Run,

    /// <summary>Program text in a file that is written or run.</summary>
    Code,

    /// <summary>Text that another machine or a container runs: a build of an image, a pipeline. Its paths are not this machine's.</summary>
    Elsewhere,
}
