using System.Security.Cryptography;
using System.Text;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Memory;

/// <summary>
/// Everything an analysis saw of the disk. A remembered decision holds only while the disk still looks the same: a swapped symbolic link, a file that
/// appeared, an edited build script each make it a new question.
/// </summary>
public sealed class Fingerprint
{
    private readonly KeyValuePair<string, FileLook>[] _looks;
    private readonly (string Path, int MaximumBytes, string Digest)[] _texts;

    internal Fingerprint(IReadOnlyCollection<KeyValuePair<string, FileLook>> looks, IReadOnlyCollection<(string Path, int MaximumBytes, string Digest)> texts)
    {
        _looks = [.. looks];
        _texts = [.. texts];
    }

    /// <summary>False when more files were read than are held here.</summary>
    internal bool HoldsEveryText { get; init; } = true;

    /// <summary>The paths that were looked at, sorted.</summary>
    internal IReadOnlyList<string> LookPaths => [.. _looks.Select(look => look.Key).Order(StringComparer.Ordinal)];

    /// <summary>The files that were read, sorted.</summary>
    internal IReadOnlyList<SightedText> TextPaths =>
        [.. _texts.Select(text => new SightedText(text.Path, text.MaximumBytes)).OrderBy(text => text.Path, StringComparer.Ordinal).ThenBy(text => text.Bytes)];

    /// <summary>True when the analysis looked at nothing.</summary>
    public bool IsEmpty => _looks.Length == 0 && _texts.Length == 0;

    /// <summary>True when the disk looks as it did.</summary>
    public bool Matches(IFileView files)
    {
        foreach (var (path, look) in _looks)
        {
            if (files.Look(path) != look)
            {
                return false;
            }
        }

        foreach (var (path, maximumBytes, digest) in _texts)
        {
            if (!string.Equals(DigestOf(files.ReadText(path, maximumBytes)), digest, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One digest for everything that was seen, for comparing two analyses without keeping either.</summary>
    public string Digest()
    {
        var seen = new StringBuilder();
        foreach (var (path, look) in _looks.OrderBy(look => look.Key, StringComparer.Ordinal))
        {
            seen.Append(path).Append('\0').Append(look).Append('\0');
        }

        AppendTexts(seen);
        return DigestOf(seen.ToString());
    }

    /// <summary>The digest of a part of what was seen.</summary>
    internal string Digest(IEnumerable<string> looks, IEnumerable<SightedText> texts)
    {
        var (lookPaths, textPaths) = (looks.ToHashSet(StringComparer.Ordinal), texts.ToHashSet());
        return new Fingerprint(
            [.. _looks.Where(look => lookPaths.Contains(look.Key))],
            [.. _texts.Where(text => textPaths.Contains(new SightedText(text.Path, text.MaximumBytes)))]).Digest();
    }

    /// <summary>One digest for the texts that were read: scripts and settings, without whether other files are there.</summary>
    public string TextsDigest()
    {
        var seen = new StringBuilder();
        AppendTexts(seen);
        return DigestOf(seen.ToString());
    }

    private void AppendTexts(StringBuilder seen)
    {
        foreach (var (path, maximumBytes, digest) in _texts.OrderBy(text => text.Path, StringComparer.Ordinal).ThenBy(text => text.MaximumBytes))
        {
            seen.Append(path).Append('\0').Append(maximumBytes).Append('\0').Append(digest).Append('\0');
        }
    }

    internal static string DigestOf(string? text) => text is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
