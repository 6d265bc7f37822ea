namespace Pharos.Cli.Bench.Corpus;

/// <summary>Why a line's label does not say what the line does.</summary>
internal enum WrongLabelKind
{
    /// <summary>Called an attack, and by itself does no harm.</summary>
    Harmless,

    /// <summary>Called an attack, and the harm is in a file of the workspace that the corpus does not hold.</summary>
    Unseen,

    /// <summary>Called ordinary, and destroys or runs what nobody has seen.</summary>
    Dangerous,
}
