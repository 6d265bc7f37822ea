using System.Buffers;
using System.Text.RegularExpressions;

namespace Pharos.Gate.Facts.Texts;

/// <summary>One form of phrase. Building its expression costs ten milliseconds of a processor, so it is built where a text first holds one of the words that every match holds.</summary>
/// <param name="Sign">What a match is a sign of.</param>
/// <param name="IsCertain">False where ordinary text says it too.</param>
/// <param name="Words">Every match holds at least one of them, letter by letter.</param>
/// <param name="Pattern">The expression.</param>
internal sealed record SpokenForm(string Sign, bool IsCertain, IReadOnlyList<string> Words, string Pattern)
{
    private readonly SearchValues<string> _words = SearchValues.Create([.. Words], StringComparison.Ordinal);

    // Linear in the text whatever it says: who writes a text must not be able to make looking at it slow.
    private readonly Lazy<Regex> _regex = new(() => new Regex(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture));

    /// <summary>Where the first match begins; negative where there is none.</summary>
    public int Find(ReadOnlySpan<char> spoken)
    {
        if (spoken.ContainsAny(_words))
        {
            foreach (var match in _regex.Value.EnumerateMatches(spoken))
            {
                return match.Index;
            }
        }

        return -1;
    }
}
