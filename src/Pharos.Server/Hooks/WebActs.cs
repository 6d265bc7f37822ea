using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What is fetched from the web, as the tools that policies know.</summary>
internal static partial class WebActs
{
    /// <summary>Fetches a page.</summary>
    public static ToolAct? Fetch(string? url) => url is null ? null : ToolAct.Of("WebFetch", RegoObject.Of(("url", RegoString.Of(url))));

    /// <summary>Asks a search engine.</summary>
    public static ToolAct? Search(string? query) => query is null ? null : ToolAct.Of("WebSearch", RegoObject.Of(("query", RegoString.Of(query))));

    /// <summary>Every page that a text written to a fetching tool names.</summary>
    public static IReadOnlyList<ToolAct> FetchNamed(string text) =>
        [.. Address().Matches(text).Select(match => match.Value.TrimEnd('.', ',', ';', ')', ']', '!', '?')).Distinct(StringComparer.Ordinal).Select(url => Fetch(url)!)];

    [GeneratedRegex("""[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"'<>`]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
