using System.Buffers;
using Pharos.Rego.Values;

namespace Pharos.Server.Hooks;

/// <summary>What is fetched from the web, as the tools that policies know.</summary>
internal static class WebActs
{
    private const int LongestScheme = 32;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\f\v\"'<>`");

    /// <summary>Fetches a page.</summary>
    public static ToolAct? Fetch(string? url) => url is null ? null : ToolAct.Of("WebFetch", RegoObject.Of(("url", RegoString.Of(url))));

    /// <summary>Asks a search engine.</summary>
    public static ToolAct? Search(string? query) => query is null ? null : ToolAct.Of("WebSearch", RegoObject.Of(("query", RegoString.Of(query))));

    /// <summary>Every page that a text written to a fetching tool names.</summary>
    public static IReadOnlyList<ToolAct> FetchNamed(string text) => [.. AddressesIn(text).Distinct(StringComparer.Ordinal).Take(ToolAct.MaximumActs + 1).Select(url => Fetch(url)!)];

    private static IEnumerable<string> AddressesIn(string text)
    {
        for (var (end, at) = (0, text.IndexOf("://", StringComparison.Ordinal)); at >= 0; at = text.IndexOf("://", end, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && at - start < LongestScheme && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
            {
                start--;
            }

            var length = text.AsSpan(at).IndexOfAny(Ends);
            end = length < 0 ? text.Length : at + length;
            yield return text[start..end].TrimEnd('.', ',', ';', ')', ']', '!', '?');
        }
    }
}
