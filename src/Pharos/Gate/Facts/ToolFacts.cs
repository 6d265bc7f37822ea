using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Facts of the tools that are not shells. The same act gets the same effects as the command that would do it.</summary>
internal static class ToolFacts
{
    // What is written to these places runs, or lets somebody in, without being asked for again.
    private const PathClass RunsLater = PathClass.StartUp | PathClass.Hook | PathClass.Schedule | PathClass.Access;

    private static readonly string[] PathMembers = ["file_path", "notebook_path", "path"];

    public static ProposalFacts NotUnderstood(string why) => new() { IsParsed = false, Unknowns = [new Unknown(default, why)] };

    public static ProposalFacts OfFileTool(Proposal proposal, Placement placement)
    {
        var isSearch = proposal.Tool is "Glob" or "Grep" or "LS";
        var named = PathMembers.Select(member => Text(proposal.Input, member)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (named.Count == 0)
        {
            if (!isSearch)
            {
                return NotUnderstood($"The {proposal.Tool} tool names no file: \"file_path\" is missing or not a string.");
            }

            named.Add(".");
        }

        if (named.Any(path => path.Contains('\0', StringComparison.Ordinal)))
        {
            return NotUnderstood("The path contains a NUL character.");
        }

        // Which of several members a tool follows is its own matter, so every path it was given counts.
        var effects = named.SelectMany(name =>
        {
            var path = placement.Resolve(Expand(name, proposal.Host.Home), proposal.WorkingDirectory);
            return EffectsOf(proposal, isSearch, path, placement.Of(path)).Concat(OfPattern(proposal, path, placement));
        });
        return new ProposalFacts { IsParsed = true, Effects = [.. effects.Select(placement.Of)], Files = placement.Files };
    }

    public static ProposalFacts OfWebFetch(Proposal proposal)
    {
        if (Text(proposal.Input, "url") is { } url)
        {
            return new ProposalFacts
            {
                IsParsed = true,
                Effects = [new PlacedEffect(new Effect(EffectKind.Download, Certainty.Certain, TargetKind.Url, url, true, -1), null)],
                Urls = [url],
            };
        }

        return Text(proposal.Input, "query") is { } query
            ? new ProposalFacts { IsParsed = true, Effects = [new PlacedEffect(new Effect(EffectKind.Network, Certainty.Certain, TargetKind.None, query, true, -1), null)] }
            : NotUnderstood($"The {proposal.Tool} tool names neither \"url\" nor \"query\".");
    }

    public static ProposalFacts OfToolCall(Proposal proposal) => new()
    {
        IsParsed = true,
        Effects = [new PlacedEffect(new Effect(EffectKind.Execute, Certainty.Unknown, TargetKind.Program, proposal.Tool, false, -1), null)],
    };

    private static Effect[] EffectsOf(Proposal proposal, bool isSearch, string path, PlacedFile file)
    {
        Effect At(EffectKind kind, bool isReversible) =>
            new(kind, Certainty.Certain, TargetKind.Path, path, isReversible, -1) { IsRecursive = isSearch };

        if (isSearch)
        {
            return [At(proposal.Tool == "Grep" ? EffectKind.Read : EffectKind.List, true)];
        }

        if (proposal.Kind == ProposalKind.FileRead)
        {
            return file.Classes.HasFlag(PathClass.Secret) ? [At(EffectKind.Read, true), At(EffectKind.ExposeSecret, false)] : [At(EffectKind.Read, true)];
        }

        var write = At(EffectKind.Write, file.Kind == FileKind.Absent);
        return (file.Classes & RunsLater) != PathClass.None ? [write, At(EffectKind.Persist, false)] : [write];
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

    private static string Expand(string path, string home) =>
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
