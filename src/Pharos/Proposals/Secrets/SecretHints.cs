using System.Buffers;

namespace Pharos.Proposals.Secrets;

/// <summary>Finds, in one vectorised pass, the places of a text where a secret could be.</summary>
internal static class SecretHints
{
    /// <summary>Every form, in the order of the tables.</summary>
    public static IReadOnlyList<SecretForm> Forms { get; } = [.. CloudSecretForms.All, .. DeveloperSecretForms.All, .. BusinessSecretForms.All];

    private static readonly (string Hint, SecretForm Form)[][] ByFirst = Group();

    /// <summary>The hints of forms; case matters in them.</summary>
    public static SearchValues<string> OfForms { get; } =
        SearchValues.Create([.. Forms.SelectMany(form => form.Hints.Split(' ')).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);

    /// <summary>Parts of names to which secrets are assigned; case does not matter in them.</summary>
    public static SearchValues<string> OfNames { get; } =
        SearchValues.Create([.. SecretNames.Passwords, .. SecretNames.Keys, .. SecretNames.Services], StringComparison.OrdinalIgnoreCase);

    /// <summary>The forms one of whose hints stands at a place.</summary>
    public static IEnumerable<(string Hint, SecretForm Form)> At(string text, int index)
    {
        var first = text[index];
        return first < ByFirst.Length ? ByFirst[first].Where(pair => string.CompareOrdinal(text, index, pair.Hint, 0, pair.Hint.Length) == 0) : [];
    }

    private static (string Hint, SecretForm Form)[][] Group()
    {
        var groups = new (string, SecretForm)[128][];
        for (var first = 0; first < groups.Length; first++)
        {
            groups[first] = [.. from form in Forms from hint in form.Hints.Split(' ') where hint[0] == first select (hint, form)];
        }

        return groups;
    }
}
