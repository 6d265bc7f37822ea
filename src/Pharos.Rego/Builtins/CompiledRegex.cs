using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Pharos.Rego.Builtins;

/// <summary>A translated regular expression, ready to match, kept in a bounded cache that all queries share.</summary>
internal sealed class CompiledRegex
{
    private const int MaxCached = 1000;
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";
    /// <summary>The error of an expression whose automaton would be too large here, whatever it would be elsewhere.</summary>
    internal const string TooLarge = "error parsing regexp: expression too large";

    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<string, CompiledRegex> Cache = new(StringComparer.Ordinal);

    private readonly Regex _linear;
    private readonly string? _boundaryPattern;
    private Regex? _boundaries;

    // The default limit of 10,000 nodes refuses ordinary classes with repetitions; it is read once, before the first such regex.
    static CompiledRegex() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", 100_000);

    private CompiledRegex(string pattern, IReadOnlyList<string?> names, bool hasBoundaries)
    {
        _linear = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        _boundaryPattern = hasBoundaries ? pattern : null;
        GroupNames = names;
    }

    internal IReadOnlyList<string?> GroupNames { get; }

    internal static CompiledRegex? Get(string pattern, out string error) =>
        Find("re:" + pattern, () => Re2Translator.Translate(pattern), out error);

    internal static CompiledRegex? GetTranslated(string key, Func<Re2Translation> translate, out string error) => Find(key, translate, out error);

    /// <summary>The engine for a text. Word boundaries are ASCII in Go but Unicode in .NET, so other texts need look-around and a time limit.</summary>
    internal Regex For(string text)
    {
        if (_boundaryPattern is null || System.Text.Ascii.IsValid(text))
        {
            return _linear;
        }

        return _boundaries ??= new Regex(
            _boundaryPattern.Replace("\\b", Boundary, StringComparison.Ordinal).Replace("\\B", NoBoundary, StringComparison.Ordinal),
            RegexOptions.CultureInvariant,
            BacktrackingLimit);
    }

    private static CompiledRegex? Find(string key, Func<Re2Translation> translate, out string error)
    {
        error = string.Empty;
        if (Cache.TryGetValue(key, out CompiledRegex? known))
        {
            return known;
        }

        Re2Translation translation = translate();
        if (translation is not Re2Translation.Translated translated)
        {
            error = ((Re2Translation.Refused)translation).Error;
            return null;
        }

        try
        {
            known = new CompiledRegex(translated.Pattern, translated.GroupNames, translated.HasWordBoundaries);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            error = TooLarge;
            return null;
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        Cache[key] = known;
        return known;
    }
}
