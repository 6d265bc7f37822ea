using Pharos.Gate.Memory;
using Pharos.Shell.Effects;

namespace Pharos.Gate.Facts;

/// <summary>
/// Remembers every look for the fingerprint, and answers a second look at the same path with the first one's answer, so that one analysis sees one state of the
/// disk. For one analysis on one thread.
/// </summary>
public sealed class RecordingView(IFileView inner) : IFileView
{
    // A command line names a handful of paths; beyond this a file list is being enumerated and must not fill memory.
    private const int MaximumLooks = 4096;

    private readonly Dictionary<string, FileLook> _looks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, int MaximumBytes), string?> _texts = [];

    private bool _isMissingTexts;

    /// <summary>True when more was looked at than can be fingerprinted; then the result may not be remembered.</summary>
    public bool IsOverflowing { get; private set; }

    /// <summary>Says that the analysis saw something of the disk that no fingerprint holds.</summary>
    public void SeeMoreThanRecorded() => IsOverflowing = true;

    /// <inheritdoc/>
    public FileLook Look(string absolutePath)
    {
        if (_looks.TryGetValue(absolutePath, out var look))
        {
            return look;
        }

        look = inner.Look(absolutePath);
        IsOverflowing |= _looks.Count >= MaximumLooks || !_looks.TryAdd(absolutePath, look);
        return look;
    }

    /// <inheritdoc/>
    public string? ReadText(string absolutePath, int maximumBytes)
    {
        if (_texts.TryGetValue((absolutePath, maximumBytes), out var text))
        {
            return text;
        }

        text = inner.ReadText(absolutePath, maximumBytes);
        _isMissingTexts |= _texts.Count >= MaximumLooks || !_texts.TryAdd((absolutePath, maximumBytes), text);
        IsOverflowing |= _isMissingTexts;
        return text;
    }

    /// <summary>What was seen so far.</summary>
    public Fingerprint Fingerprint() =>
        new(_looks, [.. _texts.Select(pair => (pair.Key.Path, pair.Key.MaximumBytes, Memory.Fingerprint.DigestOf(pair.Value)))]) { HoldsEveryText = !_isMissingTexts };
}
