using Pharos.Proposals.Secrets;
using Pharos.Gate.Facts.Web;
using Pharos.Proposals;
using Pharos.Rego.Values;
using Pharos.Shell;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>Facts of fetching pages and searching, and of every address that a proposal names.</summary>
internal static class WebFacts
{
    // A proposal that names more is asked about for other reasons already.
    private const int MaximumAddresses = 64;

    /// <summary>What fetching a page or searching does.</summary>
    public static ProposalFacts Of(Proposal proposal, Placement placement)
    {
        var url = Text(proposal.Input, "url");
        var query = Text(proposal.Input, "query");
        if (url is null && query is null)
        {
            return ProposalFacts.NotUnderstood($"The {proposal.Tool} tool names neither \"url\" nor \"query\".");
        }

        var effects = new List<Effect>();
        var flows = new List<Flow>();
        if (url is not null)
        {
            effects.AddRange(Fetching(url, proposal, placement));
            flows.AddRange(Secrets(url, url));
        }

        if (query is not null)
        {
            effects.Add(new Effect(EffectKind.Network, Certainty.Certain, TargetKind.None, query, true, -1));
            flows.AddRange(Secrets(query, proposal.Tool));
        }

        return new ProposalFacts { IsParsed = true, Effects = [.. effects.Select(placement.Of)], Files = placement.Files, Flows = flows, Urls = url is null ? [] : [url] };
    }

    /// <summary>What fetching an address does: a file address is read like the file.</summary>
    public static IEnumerable<Effect> Fetching(string url, Proposal proposal, Placement placement)
    {
        if (url.TrimStart().StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(url.Trim(), UriKind.Absolute, out var file))
        {
            return FileFacts.Reading(placement.Of(placement.Resolve(Uri.UnescapeDataString(file.AbsolutePath), proposal.WorkingDirectory)));
        }

        return [new Effect(EffectKind.Download, Certainty.Certain, TargetKind.Url, url, true, -1)];
    }

    /// <summary>The secrets that a text takes along to a place outside.</summary>
    public static IEnumerable<Flow> Secrets(string text, string to) =>
        SecretScanner.Find(text).Select(secret => new Flow(FlowKind.SecretToNetwork, $"{secret.Title} ({secret.Shown})", to, -1, -1));

    /// <summary>Adds every address that the facts name, read.</summary>
    public static ProposalFacts WithAddresses(ProposalFacts facts)
    {
        if (facts.Urls.Count == 0 && !NamesAddress(facts.Effects))
        {
            return facts;
        }

        var named = facts.Effects.Where(placed => placed.Address is not null).Select(placed => placed.Effect.Target).Concat(facts.Urls).Distinct(StringComparer.Ordinal).Take(MaximumAddresses);
        List<WebAddress> addresses = [.. named.Select(WebAddress.Of)];
        return addresses.Count == 0 ? facts : facts with { Addresses = addresses };
    }

    private static bool NamesAddress(IReadOnlyList<PlacedEffect> effects)
    {
        for (var i = 0; i < effects.Count; i++)
        {
            if (effects[i].Address is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string? Text(RegoObject input, string name) => input.TryGet(name, out var value) && value is RegoString text ? text.Value : null;
}
