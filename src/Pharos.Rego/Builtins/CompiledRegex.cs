using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>
/// A translated regular expression, ready to match, kept in a bounded cache that all queries share. A backtracking engine with a short limit
/// comes first, because it is built two hundred times and matches seven times as fast; where the limit ends it, an engine that is linear in
/// the text takes over and comes to the same matches.
/// </summary>
internal sealed class CompiledRegex
{
    private const int MaxCached = 4096;
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";
    private const int MaxTimeouts = 3;

    private static readonly TimeSpan FastLimit = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BoundaryLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>The linear engine takes as long as the text and the expression together are large, which can be minutes for both at their limits.</summary>
    private static readonly TimeSpan LinearLimit = TimeSpan.FromSeconds(5);
    private static readonly GenerationCache<RegoString, CompiledRegex> Expressions = new(MaxCached);
    private static readonly GenerationCache<(RegoValue Delimiters, RegoString Pattern), CompiledRegex> Globs = new(MaxCached);

    private readonly string _pattern;
    private readonly bool _hasBoundaries;
    private readonly Regex _fast;
    private Regex? _linear;
    private Regex? _boundaries;
    private int _timeouts;

    // The default limit of 10,000 nodes refuses ordinary classes with repetitions; it is read once, before the first such regex.
    static CompiledRegex() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", 100_000);

    private CompiledRegex(string pattern, IReadOnlyList<string?> names, bool hasBoundaries)
    {
        _pattern = pattern;
        _hasBoundaries = hasBoundaries;
        _fast = new Regex(hasBoundaries ? WithAsciiBoundaries(pattern) : pattern, RegexOptions.CultureInvariant, FastLimit);
        GroupNames = names;
    }

    internal IReadOnlyList<string?> GroupNames { get; }

    internal static CompiledRegex? Get(string pattern, out string error) => Get(RegoString.Of(pattern), out error);

    /// <summary>The compiled form of a pattern; patterns from data are the same value in every evaluation, so their hash is known.</summary>
    internal static CompiledRegex? Get(RegoString pattern, out string error)
    {
        error = string.Empty;
        return Expressions.TryGet(pattern, out CompiledRegex? known)
            ? known
            : Kept(Expressions, pattern, Create(Re2Translator.Translate(pattern.Value), out error));
    }

    internal static bool TryGetGlob(RegoValue delimiters, RegoString pattern, [NotNullWhen(true)] out CompiledRegex? glob) =>
        Globs.TryGet((delimiters, pattern), out glob);

    internal static CompiledRegex? AddGlob(RegoValue delimiters, RegoString pattern, Re2Translation translation, out string error) =>
        Kept(Globs, (delimiters, pattern), Create(translation, out error));

    /// <summary>Whether the text has a match.</summary>
    /// <exception cref="RegexMatchTimeoutException">No engine comes to an end in time.</exception>
    /// <exception cref="NotSupportedException">The expression is too large for the linear engine.</exception>
    internal bool IsMatch(string text)
    {
        if (_timeouts < MaxTimeouts)
        {
            try
            {
                return _fast.IsMatch(text);
            }
            catch (RegexMatchTimeoutException)
            {
                _timeouts++;
            }
        }

        return Linear(text).IsMatch(text);
    }

    /// <summary>Whether the text has a match that an engine finds in time.</summary>
    internal bool IsMatchInTime(string text)
    {
        try
        {
            return IsMatch(text);
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Runs a search with the fast engine and, should it end by its limit, again with the linear one.</summary>
    /// <exception cref="RegexMatchTimeoutException">No engine comes to an end in time.</exception>
    /// <exception cref="NotSupportedException">The expression is too large for the linear engine.</exception>
    internal RegoValue? Search(string text, Func<Regex, RegoValue?> search)
    {
        if (_timeouts < MaxTimeouts)
        {
            try
            {
                return search(_fast);
            }
            catch (RegexMatchTimeoutException)
            {
                _timeouts++;
            }
        }

        return search(Linear(text));
    }

    /// <summary>
    /// The linear engine. Word boundaries are ASCII in Go but Unicode in .NET, so for texts beyond ASCII only look-around with a time limit will do.
    /// </summary>
    internal Regex Linear(string text) => _hasBoundaries && !System.Text.Ascii.IsValid(text)
        ? _boundaries ??= new Regex(WithAsciiBoundaries(_pattern), RegexOptions.CultureInvariant, BoundaryLimit)
        : _linear ??= new Regex(_pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LinearLimit);

    private static string WithAsciiBoundaries(string pattern) =>
        pattern.Replace("\\b", Boundary, StringComparison.Ordinal).Replace("\\B", NoBoundary, StringComparison.Ordinal);

    private static CompiledRegex? Kept<TKey>(GenerationCache<TKey, CompiledRegex> cache, TKey key, CompiledRegex? created)
        where TKey : notnull
    {
        if (created is not null)
        {
            cache.Add(key, created);
        }

        return created;
    }

    private static CompiledRegex? Create(Re2Translation translation, out string error)
    {
        error = string.Empty;
        if (translation is not Re2Translation.Translated translated)
        {
            error = ((Re2Translation.Refused)translation).Error;
            return null;
        }

        return new CompiledRegex(translated.Pattern, translated.GroupNames, translated.HasWordBoundaries);
    }
}
