using System.Buffers;

namespace Pharos.Proposals.Secrets;

/// <summary>Finds secrets in a text: tokens of known forms, private keys, passwords in addresses, and what is assigned to a name that says so. Linear in the text.</summary>
internal static class SecretScanner
{
    /// <summary>Most findings of one text; one would be enough to ask, and a list of more helps nobody.</summary>
    public const int MaximumFindings = 32;

    /// <summary>What stands in place of a secret.</summary>
    public const string Masked = "[masked]";

    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create(" \t\r\n\"'`<>()/");

    private const string KeyHeader = "-----BEGIN ";
    private const int LeastKeyCharacters = 64;

    /// <summary>The secrets of a text, in order, none inside another.</summary>
    public static IReadOnlyList<SecretFinding> Find(string text)
    {
        var found = new List<SecretFinding>();
        Forms(text, found);
        PrivateKeys(text, found);
        UrlPasswords(text, found);
        Assignments(text, found);
        found.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        return found;
    }

    private static void Forms(string text, List<SecretFinding> found)
    {
        for (var at = 0; at < text.Length && found.Count < MaximumFindings;)
        {
            var next = text.AsSpan(at).IndexOfAny(SecretHints.OfForms);
            if (next < 0)
            {
                return;
            }

            at += next;
            var end = at + 1;
            foreach (var (_, form) in SecretHints.At(text, at))
            {
                var start = StartOf(text, at, form);
                if (start < 0 || form.Match(text, start) is not { } secret || !IsReal(form, secret, out var isVerified))
                {
                    continue;
                }

                Add(found, text, form.Name, form.Title, start, secret.Length, isVerified, secret[..Math.Min(4, secret.Length)]);
                end = Math.Max(end, start + secret.Length);
                break;
            }

            at = end;
        }
    }

    // A hint in the middle of a secret: the characters before it belong to it as far as the form allows.
    private static int StartOf(string text, int hint, SecretForm form)
    {
        var start = hint;
        while (start > 0 && hint - start < form.Before && (SecretForm.IsTokenCharacter(text[start - 1]) || text[start - 1] is '-' or '.' or '~' or ':' or '/' or '@'))
        {
            start--;
        }

        // A hint that ordinary text is full of, the pipe of a command for one, is no reason to build and try an expression.
        if (hint - start < form.LeastBefore)
        {
            return -1;
        }

        if (form.Before > 0)
        {
            // The longest run may begin too early ("token=123:AA"); a form with its own beginning decides.
            for (; start <= hint; start++)
            {
                if ((start == 0 || !SecretForm.IsTokenCharacter(text[start - 1])) && form.Match(text, start) is not null)
                {
                    return start;
                }
            }

            return -1;
        }

        return start == 0 || !SecretForm.IsTokenCharacter(text[start - 1]) || (start > 1 && text[start - 2] == '\\') ? start : -1;
    }

    private static bool IsReal(SecretForm form, string secret, out bool isVerified)
    {
        isVerified = form.Verify?.Invoke(secret) ?? false;
        if (isVerified)
        {
            return true;
        }

        // Where the issuer gives nothing to check, a form that nothing else has is all the proof there is.
        isVerified = form.Verify is null;
        var body = secret.AsSpan(Math.Min(4, secret.Length));
        return !form.MustVerify && !Randomness.IsPlaceholder(body) && Randomness.EntropyOf(body) >= (body.Length < 20 ? 2.5 : 3.0);
    }

    private static void PrivateKeys(string text, List<SecretFinding> found)
    {
        for (var at = text.IndexOf(KeyHeader, StringComparison.Ordinal); at >= 0 && found.Count < MaximumFindings; at = text.IndexOf(KeyHeader, at + 1, StringComparison.Ordinal))
        {
            var name = text.IndexOf("PRIVATE KEY", at, Math.Min(60, text.Length - at), StringComparison.Ordinal);
            if (name < 0)
            {
                continue;
            }

            var body = name;
            var characters = 0;
            for (; body < text.Length && characters < LeastKeyCharacters; body++)
            {
                if (text[body] is '.' or '<' or '{' or '*')
                {
                    break;
                }

                characters += body > name + 16 && (char.IsAsciiLetterOrDigit(text[body]) || text[body] is '+' or '/') ? 1 : 0;
            }

            if (characters >= LeastKeyCharacters && Randomness.EntropyOf(text.AsSpan(body - LeastKeyCharacters, LeastKeyCharacters)) > 4)
            {
                Add(found, text, "private-key", "a private key", at, body - at, true, KeyHeader.TrimEnd());
            }
        }
    }

    private static void UrlPasswords(string text, List<SecretFinding> found)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0 && found.Count < MaximumFindings; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var authority = text.AsSpan(at + 3, Math.Min(300, text.Length - at - 3));
            var end = authority.IndexOfAny(AuthorityEnds);
            authority = end < 0 ? authority : authority[..end];
            var at1 = authority.LastIndexOf('@');
            var colon = authority.IndexOf(':');
            if (colon <= 0 || at1 < colon + 4)
            {
                continue;
            }

            var password = authority[(colon + 1)..at1];
            if (!Randomness.IsPlaceholder(password) && password[0] is not ('$' or '{' or '%' or ':') && !password.SequenceEqual(authority[..colon]) && Randomness.EntropyOf(password) >= 2.3
                && (Randomness.IsPassword(password) || Randomness.IsDrawn(password)))
            {
                Add(found, text, "url-password", "a password in an address", at + 3 + colon + 1, password.Length, false, "");
            }
        }
    }

    private static void Assignments(string text, List<SecretFinding> found)
    {
        for (var at = 0; at < text.Length && found.Count < MaximumFindings;)
        {
            var next = text.AsSpan(at).IndexOfAny(SecretHints.OfNames);
            if (next < 0)
            {
                return;
            }

            at += next;
            if (AssignedSecret.At(text, at) is { } secret)
            {
                Add(found, text, secret.IsPassword ? "password" : "key", secret.IsPassword ? "a password" : "a key or token", secret.Start, secret.Length, false, "");
                at = secret.Start + secret.Length;
            }
            else
            {
                at += 3;
            }
        }
    }

    private static void Add(List<SecretFinding> found, string text, string form, string title, int start, int length, bool isVerified, string shown)
    {
        foreach (var other in found)
        {
            if (start < other.Start + other.Length && other.Start < start + length)
            {
                return;
            }
        }

        found.Add(new SecretFinding(form, title, start, length, isVerified, shown + Masked) { Line = text.AsSpan(0, start).Count('\n') + 1 });
    }
}
