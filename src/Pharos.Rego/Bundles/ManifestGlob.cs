using System.Text.RegularExpressions;
using Pharos.Rego.Builtins;

namespace Pharos.Rego.Bundles;

/// <summary>The globs of <c>file_rego_versions</c>, in which a star crosses slashes.</summary>
internal static class ManifestGlob
{
    /// <summary>Says what is wrong with a pattern, or null.</summary>
    public static string? Check(string pattern) => Globs.Translate(pattern, []) is Re2Translation.Refused refused ? refused.Error : null;

    public static bool IsMatch(string pattern, string path) =>
        Globs.Translate(pattern, []) is Re2Translation.Translated translated
        && Regex.IsMatch(path, translated.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
