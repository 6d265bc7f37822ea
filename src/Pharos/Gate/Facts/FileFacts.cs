using Pharos.Gate.Facts.Content;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Facts of the tools that read, write and search files. The same act gets the same effects as the command that would do it.</summary>
internal static class FileFacts
{
    // What is written to these places runs, or lets somebody in, without being asked for again.
    private const PathClass RunsLater = PathClass.StartUp | PathClass.Hook | PathClass.Schedule | PathClass.Access;

    private static readonly string[] PathMembers = ["file_path", "notebook_path", "path"];

    /// <summary>What a file tool does to the paths that it is given, and what it puts there.</summary>
    public static ProposalFacts Of(Proposal proposal, Placement placement, ContentFacts content)
    {
        var isSearch = proposal.Tool is "Glob" or "Grep" or "LS";
        var named = PathMembers.Select(member => Text(proposal.Input, member)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (named.Count == 0)
        {
            if (!isSearch)
            {
                return ProposalFacts.NotUnderstood($"The {proposal.Tool} tool names no file: \"file_path\" is missing or not a string.");
            }

            named.Add(".");
        }

        if (named.Any(path => path.Contains('\0', StringComparison.Ordinal)))
        {
            return ProposalFacts.NotUnderstood("The path contains a NUL character.");
        }

        var text = proposal.Kind == ProposalKind.FileRead ? ChangedText.None : ChangedText.Of(proposal.Input);

        // Which of several members a tool follows is its own matter, so every path it was given counts.
        var effects = named.SelectMany(name =>
        {
            var path = placement.Resolve(Expand(name, proposal.Host.Home), proposal.WorkingDirectory);
            if (!text.IsEmpty)
            {
                content.Add(path, text);
            }

            return EffectsOf(proposal, isSearch, path, placement.Of(path)).Concat(OfPattern(proposal, path, placement));
        });
        return content.AddTo(new ProposalFacts { IsParsed = true, Effects = [.. effects.Select(placement.Of)], Files = placement.Files });
    }

    /// <summary>The effects of reading a file.</summary>
    public static Effect[] Reading(PlacedFile file)
    {
        var read = new Effect(EffectKind.Read, Certainty.Certain, TargetKind.Path, file.Path, true, -1);
        return file.Classes.HasFlag(PathClass.Secret) ? [read, read with { Kind = EffectKind.ExposeSecret, IsReversible = false }] : [read];
    }

    /// <summary>The effects of writing a file.</summary>
    public static Effect[] Writing(PlacedFile file)
    {
        var write = new Effect(EffectKind.Write, Certainty.Certain, TargetKind.Path, file.Path, file.Kind == FileKind.Absent, -1);
        return (file.Classes & RunsLater) != PathClass.None ? [write, write with { Kind = EffectKind.Persist, IsReversible = false }]
            : file.Classes.HasFlag(PathClass.Device) ? [write, write with { Kind = EffectKind.WriteDevice, IsReversible = false }]
            : [write];
    }

    private static Effect[] EffectsOf(Proposal proposal, bool isSearch, string path, PlacedFile file)
    {
        if (isSearch)
        {
            return [new Effect(proposal.Tool == "Grep" ? EffectKind.Read : EffectKind.List, Certainty.Certain, TargetKind.Path, path, true, -1) { IsRecursive = true }];
        }

        return proposal.Kind == ProposalKind.FileRead ? Reading(file) : Writing(file);
    }

    private static IEnumerable<Effect> OfPattern(Proposal proposal, string path, Placement placement)
    {
        var member = proposal.Tool switch { "Glob" => "pattern", "Grep" => "glob", _ => null };
        if (member is null || Text(proposal.Input, member) is not { } pattern)
        {
            return [];
        }

        var kind = proposal.Tool == "Grep" ? EffectKind.Read : EffectKind.List;
        var folder = FixedFolderOf(pattern) is { } fixedFolder ? placement.Resolve(fixedFolder, path) : path;
        var all = new Effect(kind, Certainty.Certain, TargetKind.Path, folder, true, -1) { Pattern = LexicalPath.Resolve(pattern, path), IsRecursive = kind == EffectKind.Read };

        // "glob": ".env" names one file as surely as Read would.
        var exact = LexicalPath.Resolve(pattern, path);
        return kind == EffectKind.Read && placement.Of(exact).Classes.HasFlag(PathClass.Secret)
            ? [all, new Effect(EffectKind.ExposeSecret, Certainty.Possible, TargetKind.Path, exact, false, -1)]
            : [all];
    }

    /// <summary>A path with its leading tilde expanded, as the tools do.</summary>
    public static string Expand(string path, string home) =>
        path == "~" ? home : path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;

    // "../../etc/*.conf" searches outside whatever folder it is started in; the part before the first wildcard says where.
    private static string? FixedFolderOf(string pattern)
    {
        var wildcard = pattern.AsSpan().IndexOfAny("*?[{");
        var fixedPart = wildcard < 0 ? pattern : pattern[..wildcard];
        var slash = fixedPart.LastIndexOf('/');
        return slash < 0 ? null : slash == 0 ? "/" : fixedPart[..slash];
    }

    private static string? Text(RegoObject input, string name) => input.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
