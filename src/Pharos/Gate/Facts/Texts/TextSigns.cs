using Pharos.Proposals.Secrets;

namespace Pharos.Gate.Facts.Texts;

/// <summary>Looks at a text that a model is about to read. Pure and safe for use by many threads; also the proxy looks with it through results that are too large to be sent whole.</summary>
public static class TextSigns
{
    /// <summary>Most signs of one proposal; more of them say nothing more.</summary>
    public const int Maximum = 64;

    /// <summary>The signs of a text: the first of each sort.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">What it is called in the sign.</param>
    /// <param name="withSecrets">Also secrets: a result may carry one out, a definition has none.</param>
    public static IReadOnlyList<TextSign> Find(string text, string at, bool withSecrets)
    {
        var found = new List<TextSign>();
        UnseenCharacters.Find(text, at, found);
        SpokenPhrases.Find(text, at, found);
        if (withSecrets)
        {
            foreach (var secret in SecretScanner.Find(text))
            {
                found.Add(new TextSign("secret", at, $"{secret.Title} ({secret.Shown})", secret.IsVerified));
            }
        }

        return found;
    }
}
