using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Pharos.Rego.Values;

namespace Pharos.Rego.Builtins;

/// <summary>A translated regular expression, ready to match, kept in a bounded cache that all queries share.</summary>
internal sealed class CompiledRegex
{
    private const int MaxCached = 4096;
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";
    /// <summary>The error of an expression whose automaton would be too large here, whatever it would be elsewhere.</summary>
    internal const string TooLarge = "error parsing regexp: expression too large";

    private static readonly TimeSpan BacktrackingLimit = TimeSpan.FromMilliseconds(250);
    private static readonly GenerationCache<RegoString, CompiledRegex> Expressions = new(MaxCached);
    private static readonly GenerationCache<(RegoValue Delimiters, RegoString Pattern), CompiledRegex> Globs = new(MaxCached);

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

    /// <summary>Whether matching the text needs the engine that can run out of time.</summary>
    internal bool IsBacktracking(string text) => _boundaryPattern is not null && !System.Text.Ascii.IsValid(text);

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

        try
        {
            return new CompiledRegex(translated.Pattern, translated.GroupNames, translated.HasWordBoundaries);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            error = TooLarge;
            return null;
        }
    }
}
