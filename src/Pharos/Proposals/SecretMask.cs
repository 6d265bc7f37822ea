using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Pharos.Proposals.Secrets;

namespace Pharos.Proposals;

/// <summary>
/// Hides secrets of known forms before a text is logged or recorded. What is hidden keeps a few leading characters, so that a person can tell which key
/// it was. The gate itself judges the unmasked text.
/// </summary>
public static partial class SecretMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Replacement = SecretScanner.Masked;

    private const string KeyEnd = "PRIVATE KEY-----";

    private static readonly string[] TokenBeginnings =
    [
        "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "sk-", "sk_", "rk-", "rk_", "AIza", "npm_", "pypi-", "ph_", "eyJ", "SG.", "dop_v1_", "hf_",
    ];

    private static readonly SearchValues<string> TokenWords = SearchValues.Create(TokenBeginnings, StringComparison.Ordinal);

    // A vectorised search for the few words that every form contains decides for nearly all texts, in tens of nanoseconds, that no form can match.
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            .. TokenBeginnings, KeyEnd, "bearer", "basic", "passw", "pwd", "secret", "token", "to\u212Aen",
            "api_key", "apikey", "api-key", "access_key", "accesskey", "access-key", "private_key", "privatekey", "private-key", "://", "hooks.slack.com",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Schemes = SearchValues.Create(["bearer", "basic"], StringComparison.OrdinalIgnoreCase);

    // The expressions take the sign of the unit kelvin for a K, and a search that ignores case does not.
    private static readonly SearchValues<string> NameWords = SearchValues.Create(["passw", "passphrase", "pwd", "secret", "key", "\u212Aey", "token", "to\u212Aen", "credential"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the text with every secret of a known form replaced; the same instance when there is none.</summary>
    public static string Mask(string text)
    {
        if (!text.AsSpan().ContainsAny(Hints))
        {
            return Found(text);
        }

        // Each expression is built, which costs up to thirty milliseconds, where a text first holds a word that every match holds: a server that starts logs its address, and nothing more.
        var masked = text;
        if (masked.Contains(KeyEnd, StringComparison.Ordinal))
        {
            masked = PrivateKey().Replace(masked, $"${{kept}}{Replacement}");
        }

        if (masked.AsSpan().ContainsAny(TokenWords))
        {
            masked = KnownToken().Replace(masked, match => string.Concat(match.ValueSpan[..Math.Min(4, match.Length)], Replacement));
        }

        if (masked.AsSpan().ContainsAny(Schemes))
        {
            masked = Authorization().Replace(masked, $"${{kept}}{Replacement}");
        }

        if (masked.Contains("://", StringComparison.Ordinal) && masked.Contains('@', StringComparison.Ordinal))
        {
            masked = UrlPassword().Replace(masked, $"${{kept}}{Replacement}@");
        }

        return Found(masked.AsSpan().ContainsAny(NameWords) ? Assignment().Replace(masked, $"${{kept}}{Replacement}") : masked);
    }

    /// <summary>Hides what the gate itself would point at, so that the record never shows what the decision was about.</summary>
    private static string Found(string text)
    {
        StringBuilder? masked = null;
        var from = 0;
        foreach (var finding in SecretScanner.Find(text))
        {
            if (!finding.IsVerified || text.AsSpan(finding.Start, finding.Length).Contains(Replacement, StringComparison.Ordinal))
            {
                continue;
            }

            (masked ??= new StringBuilder(text.Length)).Append(text, from, finding.Start - from).Append(finding.Shown);
            from = finding.Start + finding.Length;
        }

        return masked is null ? text : masked.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>True when a member or variable of this name holds a secret: <c>password</c>, <c>PGPASSWORD</c>, <c>AWS_SECRET_ACCESS_KEY</c>.</summary>
    public static bool NamesSecret(string name) => name.Length <= 128 && name.AsSpan().ContainsAny(NameWords) && SecretName().IsMatch(name);

    [GeneratedRegex(
        @"(?i)(?:passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|(?:auth|access|refresh|session|id|api|bearer)[_-]?token|_token|^token|credentials?)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(?<kept>-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]+", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(
        @"\b(?:A(?:KIA|SIA)[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{36,255}|github_pat_[0-9A-Za-z_]{22,255}|glpat-[0-9A-Za-z_\-]{20,}|xox[abposr]-[0-9A-Za-z\-]{10,}|(?:sk|rk)[-_][0-9A-Za-z_\-]{20,}|AIza[0-9A-Za-z_\-]{35}|npm_[0-9A-Za-z]{36}|pypi-[0-9A-Za-z_\-]{50,}|ph_[0-9A-Za-z_\-]{20,}\.[0-9A-Za-z_\-]{20,}|eyJ[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]{8,}|SG\.[0-9A-Za-z_\-]{16,}\.[0-9A-Za-z_\-]{16,}|dop_v1_[0-9a-f]{64}|hf_[0-9A-Za-z]{30,})",
        RegexOptions.NonBacktracking)]
    private static partial Regex KnownToken();

    [GeneratedRegex(@"(?i)(?<kept>\b(?:bearer|basic)\s+)[0-9A-Za-z_\-\.=+/~]{8,}", RegexOptions.NonBacktracking)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"(?<kept>://[^/\s:@""']{0,256}:)[^/\s@""']{1,256}@", RegexOptions.NonBacktracking)]
    private static partial Regex UrlPassword();

    // A value that starts with $ or < names where the secret comes from, which is the harmless and informative spelling.
    [GeneratedRegex(
        @"(?i)(?<kept>(?:passw(?:or)?d|pwd|secret(?:_?key)?|api[_-]?key|access[_-]?key|private[_-]?key|(?:auth|access|refresh|session|id)[_-]?token|token)[""']?\s{0,4}(?:=|:)\s{0,4}[""']?)[^\s""'$<,;&|(){}\[\]]{6,}",
        RegexOptions.NonBacktracking)]
    private static partial Regex Assignment();
}
