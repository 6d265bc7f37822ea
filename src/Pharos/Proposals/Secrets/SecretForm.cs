using System.Text.RegularExpressions;

namespace Pharos.Proposals.Secrets;

/// <summary>The form of one kind of secret: a row of the tables in this folder.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="Title">What it is, for a person.</param>
/// <param name="Hints">Texts, separated by blanks, one of which every secret of the form contains; they decide cheaply that nothing can match.</param>
/// <param name="Pattern">The whole secret, as a regular expression that begins where the secret begins.</param>
internal sealed record SecretForm(string Name, string Title, string Hints, string Pattern)
{
    // Longer than any of the forms; a web token with large claims is bounded by its own pattern.
    private const int LongestSecret = 4096;

    private readonly Lazy<Regex> _regex = new(() => new Regex("^(?:" + Pattern + ")", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    /// <summary>How many characters of the secret may stand before the hint.</summary>
    public int Before { get; init; }

    /// <summary>How many characters of every secret of the form stand before the hint; with fewer there, nothing is matched.</summary>
    public int LeastBefore { get; init; }

    /// <summary>What tells a real secret from a text of the same form; null where its issuer gives nothing to check.</summary>
    public Func<string, bool>? Verify { get; init; }

    /// <summary>True when a text that does not verify is no secret at all.</summary>
    public bool MustVerify { get; init; }

    /// <summary>The secret that begins at a place, or null.</summary>
    public string? Match(string text, int start)
    {
        var slice = text.AsSpan(start, Math.Min(LongestSecret, text.Length - start));
        foreach (var match in _regex.Value.EnumerateMatches(slice))
        {
            var end = start + match.Length;
            return end < text.Length && IsTokenCharacter(text[end]) && IsTokenCharacter(text[end - 1]) ? null : text.Substring(start, match.Length);
        }

        return null;
    }

    /// <summary>True for the characters that tokens consist of, so that a longer word is not taken for a token with a tail.</summary>
    public static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
