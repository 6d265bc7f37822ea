using Pharos.Gate.Facts.Texts;
using Pharos.Gate.Facts.Tools;
using Pharos.Gate.Facts.Web;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>What a proposal would really do, of whatever kind it is: the one model that protection, policies and learning look at.</summary>
public sealed record ProposalFacts
{
    /// <summary>False when the proposal could not be understood at all.</summary>
    public required bool IsParsed { get; init; }

    /// <summary>Parts that could not be understood; any entry means that nothing may be allowed without a person.</summary>
    public IReadOnlyList<Unknown> Unknowns { get; init; } = [];

    /// <summary>The simple commands that would run.</summary>
    public IReadOnlyList<ShellCommand> Commands { get; init; } = [];

    /// <summary>What would happen, with the place of every path.</summary>
    public IReadOnlyList<PlacedEffect> Effects { get; init; } = [];

    /// <summary>Data moving from one place to another.</summary>
    public IReadOnlyList<Flow> Flows { get; init; } = [];

    /// <summary>Every path that an effect names, once.</summary>
    public IReadOnlyList<PlacedFile> Files { get; init; } = [];

    /// <summary>Every URL named.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Every URL and host named, read.</summary>
    public IReadOnlyList<WebAddress> Addresses { get; init; } = [];

    /// <summary>The tool that is called, where it is one of a server; null otherwise.</summary>
    public CalledTool? Tool { get; init; }

    /// <summary>What stands in a text that a model is about to read and is not meant for its user.</summary>
    public IReadOnlyList<TextSign> Signs { get; init; } = [];

    /// <summary>A tool's definition, held against the one that was approved; null for anything else.</summary>
    public SeenDefinition? Definition { get; init; }

    /// <summary>The text that spans point into: the command, or empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Facts of what could not be understood at all.</summary>
    public static ProposalFacts NotUnderstood(string why) => new() { IsParsed = false, Unknowns = [new Unknown(default, why)] };
}

/// <summary>An effect and where its target lies.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="File">The file it names, when its target is a path.</param>
public sealed record PlacedEffect(Effect Effect, PlacedFile? File)
{
    /// <summary>True when the target is a path inside the workspace, also after every symbolic link.</summary>
    public bool IsInWorkspace => File is { IsInWorkspace: true };

    /// <summary>Where in the proposal it was found.</summary>
    public EffectOrigin Origin { get; init; }

    /// <summary>What kind of address the target is, when it is a URL or a host.</summary>
    public AddressClass? Address { get; init; }
}

/// <summary>A path that an effect names.</summary>
/// <param name="Path">Absolute and normalised, as text.</param>
/// <param name="Resolved">After every symbolic link; null when the disk may not be looked at.</param>
/// <param name="IsInWorkspace">True only when both the text and the resolved path lie in the workspace.</param>
/// <param name="Classes">What kind of place it is, of its text or of where it really lies.</param>
/// <param name="Kind">What stands there.</param>
public sealed record PlacedFile(string Path, string? Resolved, bool IsInWorkspace, PathClass Classes, FileKind Kind);
