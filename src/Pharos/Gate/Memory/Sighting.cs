using System.Text;
using Pharos.Proposals;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Memory;

/// <summary>
/// What an analysis saw of the disk, in a form that can be recorded and held against the disk later: which paths, which texts, and one digest of it all. A verdict is about the
/// files as they were then, so it is held against them once more before anybody may act on it.
/// </summary>
public sealed record Sighting
{
    /// <summary>Most characters of paths that were only looked at. What is beyond is not recognised again: an approval for a folder of ten thousand files is still one that can be given.</summary>
    internal const int MaximumLookCharacters = 64 * 1024;

    /// <summary>Most characters of paths that were read. An approval of a script that cannot be recognised again must not be given, so there is room for some hundred of them.</summary>
    internal const int MaximumTextCharacters = 64 * 1024;

    /// <summary>The paths whose kind and links were looked at.</summary>
    public IReadOnlyList<string> Looks { get; init; } = [];

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<SightedText> Texts { get; init; } = [];

    /// <summary>SHA-256 over everything that was seen at these paths, hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>True when a file was read that is not among <see cref="Texts"/>, because its path looks like a secret or there were too many.</summary>
    public bool IsMissingTexts { get; init; }

    /// <summary>The sighting of an analysis; null when it looked at nothing, or at another machine's disk.</summary>
    /// <param name="seen">What it saw; null for nothing.</param>
    /// <param name="proposal">What was analysed.</param>
    public static Sighting? Of(Fingerprint? seen, Proposal proposal)
    {
        if (seen is not { IsEmpty: false } || !proposal.IsLocalDisk)
        {
            return null;
        }

        var texts = Within(seen.TextPaths, text => text.Path, MaximumTextCharacters);
        var looks = Within(seen.LookPaths, path => path, MaximumLookCharacters);
        return new Sighting
        {
            Looks = looks,
            Texts = texts,
            Digest = seen.Digest(looks, texts),
            IsMissingTexts = !seen.HoldsEveryText || texts.Count < seen.TextPaths.Count,
        };
    }

    /// <summary>True when the disk looks as it did, as far as that can be told.</summary>
    /// <param name="files">The disk as it is now.</param>
    public bool Holds(IFileView files)
    {
        var looks = Looks.ToDictionary(path => path, files.Look, StringComparer.Ordinal);
        var texts = Texts.Select(text => (text.Path, text.Bytes, Fingerprint.DigestOf(files.ReadText(text.Path, text.Bytes)))).ToList();
        return !IsMissingTexts && string.Equals(new Fingerprint(looks, texts).Digest(), Digest, StringComparison.Ordinal);
    }

    private static List<T> Within<T>(IEnumerable<T> seen, Func<T, string> pathOf, int characters)
    {
        var kept = new List<T>();
        foreach (var entry in seen)
        {
            var path = pathOf(entry);
            characters -= path.Length + 1;
            if (characters < 0)
            {
                break;
            }

            // A path that is masked in the record could not be found again.
            if (string.Equals(SecretMask.Mask(path), path, StringComparison.Ordinal))
            {
                kept.Add(entry);
            }
        }

        return kept;
    }
}

/// <summary>A file that was read.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Bytes">How much of it was read at most.</param>
public sealed record SightedText(string Path, int Bytes);
