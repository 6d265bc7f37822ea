using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pharos.Rego.Tokens;

/// <summary>
/// Keys read before, by their text: a policy names the same certificate in every evaluation, and reading it costs more than verifying with it.
/// </summary>
internal static class SignatureKeyCache
{
    private const int MaxCached = 256;
    private const int MaxText = 64 * 1024;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<SignatureKey>> Cache = new(StringComparer.Ordinal);

    internal static bool TryRead(string text, [NotNullWhen(true)] out IReadOnlyList<SignatureKey>? keys, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (Cache.TryGetValue(text, out keys))
        {
            return true;
        }

        if (!SignatureKeys.TryRead(text, out keys, out error))
        {
            return false;
        }

        if (text.Length <= MaxText)
        {
            if (Cache.Count >= MaxCached)
            {
                Cache.Clear();
            }

            Cache[text] = keys;
        }

        return true;
    }
}
